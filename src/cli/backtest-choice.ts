import type { BacktestChoice } from '../map/backtest-list.ts'
import { programmeFates, programmeMoves } from '../model/programme-fate.ts'

const plainSets = ['audience', 'heldOut', 'withoutConsent', 'reached'] as const
const messageSets = ['transactional', 'afterKnownLeaving', 'afterLeavingNotReceived'] as const
const monthSets = ['audience', 'reached', 'sends'] as const

/** Every way to write which people or messages of a backtest are listed. */
export const choiceWords = `${[...plainSets, ...messageSets, ...programmeFates, ...programmeMoves].join(', ')}; perPerson=2, perWeek=2; ${monthSets.map((of) => `${of}=2026-03`).join(', ')}`

/** Reads which people or messages of a backtest are listed, as in “left”, “perPerson=2” or “reached=2026-03”; null: it is none of `choiceWords`. */
export function readBacktestChoice(text: string): BacktestChoice | null {
  const [name = '', value] = text.split('=')
  if (value === undefined) return plainChoice(name)
  const sends = Number(value)
  if ((name === 'perPerson' || name === 'perWeek') && Number.isInteger(sends) && sends >= 1) return { set: name, sends }
  const of = monthSets.find((one) => one === name)
  return of !== undefined && /^\d{4}-\d{2}$/.test(value) ? { set: 'month', month: value, of } : null
}

function plainChoice(name: string): BacktestChoice | null {
  const people = plainSets.find((one) => one === name)
  if (people !== undefined) return { set: people }
  const messages = messageSets.find((one) => one === name)
  if (messages !== undefined) return { set: messages }
  const fate = programmeFates.find((one) => one === name)
  if (fate !== undefined) return { set: 'fate', fate, message: null }
  const by = programmeMoves.find((one) => one === name)
  return by === undefined ? null : { set: 'moved', by }
}
