import type { Consent } from '../model/programme.ts'
import type { PropertyTest, Rule } from '../model/rule.ts'
import { type History, valueAt } from './property-history.ts'

/** When someone might be written to (rules R1, R6), by the histories of their properties, each span from its first instant until before its last. */
export function consentSpans(consent: Consent, histories: ReadonlyMap<string, History>): { from: number; to: number }[] {
  if (consent.kind === 'unknown') return []
  if (consent.kind === 'assumed') return [{ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }]
  const changes = [...histories.values()].flatMap((history) => history.map(({ from }) => from))
  const times = [...new Set([Number.NEGATIVE_INFINITY, ...changes])].sort((a, b) => a - b)
  const spans: { from: number; to: number }[] = []
  times.forEach((from, i) => {
    if (holds(consent.rule, (name) => valueAt(histories.get(name) ?? [], from)) !== true) return
    const to = times[i + 1] ?? Number.POSITIVE_INFINITY
    const last = spans.at(-1)
    if (last?.to === from) last.to = to
    else spans.push({ from, to })
  })
  return spans
}

/** A rule made of comparisons of properties, as rules J3 and J4 read it: null where a value is missing, which is no more true under not. */
function holds(rule: Rule, read: (name: string) => string | null): boolean | null {
  switch (rule.kind) {
    case 'property':
      return compare(rule, read(rule.name))
    case 'not': {
      const inner = holds(rule.rule, read)
      return inner === null ? null : !inner
    }
    case 'all': {
      const parts = rule.rules.map((one) => holds(one, read))
      return parts.includes(false) ? false : parts.includes(null) ? null : true
    }
    case 'any': {
      const parts = rule.rules.map((one) => holds(one, read))
      return parts.includes(true) ? true : parts.includes(null) ? null : false
    }
    default:
      return false
  }
}

function compare({ comparator, values }: PropertyTest, value: string | null): boolean | null {
  if (comparator === 'exists') return values[0] === false ? value === null : value !== null
  if (value === null) return null
  switch (comparator) {
    case 'contains':
      return values.some((wanted) => value.includes(String(wanted)))
    case 'is':
    case 'in':
      return values.some((wanted) => order(value, wanted) === 0)
    case 'isNot':
    case 'notIn':
      return values.every((wanted) => order(value, wanted) !== 0)
    case 'gt':
      return values.some((wanted) => order(value, wanted) > 0)
    case 'gte':
      return values.some((wanted) => order(value, wanted) >= 0)
    case 'lt':
      return values.some((wanted) => order(value, wanted) < 0)
    case 'lte':
      return values.some((wanted) => order(value, wanted) <= 0)
  }
}

/** Numbers as numbers where both are, else as text. */
function order(value: string, wanted: string | number | boolean): number {
  const [a, b] = [Number(value), Number(wanted)]
  const isNumber =
    typeof wanted !== 'boolean' && String(wanted).trim() !== '' && value.trim() !== '' && Number.isFinite(a) && Number.isFinite(b)
  if (isNumber) return a - b
  const text = String(wanted)
  return value === text ? 0 : value < text ? -1 : 1
}
