import { z95 } from '../core/statistics/interval.ts'

/** What is kept without messages together (rule R1): the account where one is known, else the contact. */
export interface HoldoutUnit {
  account: string
  contact: string
}

/** Whether a unit is kept without the messages of a programme (rule R1): by hash of both, so that it stays the same for all time, on every machine, and differs from programme to programme. `share`: 0 to 1. */
export function isHeldOut(programme: string, { account, contact }: HoldoutUnit, share: number): boolean {
  const unit = account === '' ? `contact ${contact}` : `account ${account}`
  return hashShare(`${programme}\n${unit}`) < share
}

/** A text as a number from 0 on, below 1, evenly spread: 53 bits of two interleaved multiplicative hashes with a final mix. */
function hashShare(text: string): number {
  let [one, other] = [0xdeadbeef, 0x41c6ce57]
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    one = Math.imul(one ^ code, 2654435761)
    other = Math.imul(other ^ code, 1597334677)
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909)
  other = Math.imul(other ^ (other >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909)
  return ((other >>> 0) * 2 ** 21 + ((one >>> 0) >>> 11)) / 2 ** 53
}

/** Of a normal number the point that 80 % lie below: the power that a holdout is judged with. */
const z80 = 0.8416212335729143

/** What a holdout of a year can tell: `entries` a year, of which `share` get no message; `converted` is the share who convert, `designEffect` how alike clusters are (at least 1). */
export interface HoldoutCase {
  entries: number
  share: number
  converted: number
  designEffect: number
}

/** The least difference of the share converted that a holdout finds in a year with 80 % power, two-sided at 5 % (rule R1); null: nobody is in one of its arms. */
export function smallestEffect({ entries, share, converted, designEffect }: HoldoutCase): number | null {
  const [held, treated] = [entries * share, entries * (1 - share)]
  if (!(held > 0 && treated > 0)) return null
  return (z95 + z80) * Math.sqrt(converted * (1 - converted) * designEffect * (1 / held + 1 / treated))
}

/** Whether a holdout can tell anything that may happen (rule R1): messages that raise, or halve, the share who convert by half of it. */
export function tellsSomething(effect: number | null, converted: number): boolean {
  return effect !== null && effect > 0 && effect <= converted / 2 && effect <= 1 - converted
}
