import type { DealEvidence } from './draft-evidence.ts'
import { percentText, wordOfEnd } from './find-ends.ts'

/** Where deals carry money, as far as the log tells; `value` null with the reason where something is missing. */
export interface DraftValue {
  value: { amount: string; currency: string; won: string[]; lost: string[] } | null
  text: string
  figures: Record<string, number>
}

const mostlyNumbers = 0.95
const mostlyCodes = 0.95
const leastDistinct = 5
const leastLast = 0.7
const amountWords = /(amount|value|price|revenue|total|sum|mrr|arr|fee)/i

/** Looks for a property of money, one of currency, and the events that close deals. Null where deals carry nothing like money. */
export function proposeValue({ properties, events }: DealEvidence): DraftValue | null {
  const numeric = properties.filter(({ values, numbers, distinct }) => numbers >= mostlyNumbers * values && distinct >= leastDistinct)
  const amount = numeric.toSorted(
    (a, b) => Number(amountWords.test(b.name)) - Number(amountWords.test(a.name)) || b.values - a.values || (a.name < b.name ? -1 : 1),
  )[0]
  if (amount === undefined || !amountWords.test(amount.name)) return null
  const figures = { deals: amount.values, distinct: amount.distinct }
  const closing = events.filter(({ deals, last }) => last >= leastLast * deals && deals >= 3)
  const named = (way: 'goal' | 'lost') => closing.filter(({ name }) => wordOfEnd(name) === way).map(({ name }) => name)
  const [won, lost] = [named('goal'), named('lost')]
  if (won.length === 0)
    return {
      value: null,
      text: `“${amount.name}” looks like money, but no event is seen to close deals as won: name it under value.won.`,
      figures,
    }
  const currency = properties.find(({ values, codes }) => codes >= mostlyCodes * values)
  if (currency === undefined) {
    return {
      value: null,
      text: `“${amount.name}” looks like money (${amount.distinct} different numbers), but the data name no currency: add value with the amount, the currency's code, won: ${won.join(', ')}.`,
      figures,
    }
  }
  const share = Math.min(...closing.filter(({ name }) => won.includes(name)).map(({ deals, last }) => last / deals))
  const text = `“${amount.name}” is a number for ${amount.values} deals, “${currency.name}” a currency code; ${won.map((name) => `“${name}”`).join(' and ')} ${won.length === 1 ? 'is' : 'are'} the last of a deal in ${percentText(share)}.`
  return { value: { amount: amount.name, currency: currency.name, won, lost }, text, figures: { ...figures, last: share } }
}
