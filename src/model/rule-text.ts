import { durationText } from './duration.ts'
import type { Comparator, CountTest, EventMatch, PropertyTest, Rule } from './rule.ts'

/** A rule as a phrase people read: "touches Pricing page at least 2 times within 14 days, and industry is Software" (rule J3). */
export function ruleText(rule: Rule): string {
  return phrase(rule, false)
}

function phrase(rule: Rule, inside: boolean): string {
  switch (rule.kind) {
    case 'event':
      return eventText(rule)
    case 'property':
      return testText(rule, false)
    case 'count':
      return countText(rule)
    case 'not':
      return negated(rule.rule)
    case 'all':
      return allText(rule.rules, inside)
    case 'any':
      return rule.rules.length === 0
        ? 'never'
        : bracketed(rule.rules.map((inner) => phrase(inner, true)).join(', or '), inside && rule.rules.length > 1)
  }
}

function allText(rules: readonly Rule[], inside: boolean): string {
  if (rules.length === 0) return 'always'
  const events = rules.filter((rule) => rule.kind === 'event')
  const tests = rules.filter((rule): rule is PropertyTest => rule.kind === 'property' && rule.of === 'event')
  const [event] = events
  if (event === undefined || events.length > 1 || tests.length === 0)
    return joined(
      rules.map((rule) => phrase(rule, true)),
      inside,
    )
  const others = rules.filter((rule) => rule !== event && !tests.some((test) => test === rule))
  return joined([withTests(event, tests), ...others.map((rule) => phrase(rule, true))], inside)
}

function joined(parts: string[], inside: boolean): string {
  return bracketed(parts.join(', and '), inside && parts.length > 1)
}

function bracketed(text: string, needed: boolean): string {
  return needed ? `(${text})` : text
}

function withTests(event: EventMatch, tests: readonly PropertyTest[]): string {
  return `${eventText(event)} where ${tests.map((test) => testText(test, false)).join(' and ')}`
}

function eventText({ names, channels, touchpoints }: EventMatch): string {
  const at = touchpoints.length === 0 ? '' : oneOf(touchpoints.map(shown))
  const through = channels.length === 0 ? '' : `through ${oneOf(channels.map(shown))}`
  if (names.length > 0) return [oneOf(names.map(eventName)), at === '' ? '' : `at ${at}`, through].filter((part) => part !== '').join(' ')
  return [at === '' ? 'any event' : `touches ${at}`, through].filter((part) => part !== '').join(' ')
}

function countText({ of, atLeast, withinMs }: CountTest, fewer = false): string {
  const times = fewer ? fewerText(atLeast) : `at least ${timesText(atLeast)}`
  return [countedText(of), times, withinMs === null ? '' : `within ${durationText(withinMs)}`].filter((part) => part !== '').join(' ')
}

function countedText(of: CountTest['of']): string {
  if (of.kind === 'event') return bracketed(eventText(of), of.names.length > 1)
  const [event] = of.rules.filter((rule) => rule.kind === 'event')
  const tests = of.rules.filter((rule) => rule.kind === 'property')
  return `(${event === undefined ? allText(tests, false) : withTests(event, tests)})`
}

function fewerText(atLeast: number): string {
  return atLeast === 1 ? 'not once' : `at most ${timesText(atLeast - 1)}`
}

function timesText(times: number): string {
  return times === 1 ? 'once' : `${times} times`
}

function negated(rule: Rule): string {
  if (rule.kind === 'property') return testText(rule, true)
  if (rule.kind === 'count') return countText(rule, true)
  if (rule.kind === 'not') return phrase(rule.rule, true)
  return rule.kind === 'event' ? `not ${eventText(rule)}` : `not (${phrase(rule, false)})`
}

const words: Readonly<Record<Comparator, readonly [string, string]>> = {
  is: ['is', 'is not'],
  isNot: ['is not', 'is'],
  in: ['is', 'is not'],
  notIn: ['is not', 'is'],
  gt: ['is more than', 'is at most'],
  gte: ['is at least', 'is less than'],
  lt: ['is less than', 'is at least'],
  lte: ['is at most', 'is more than'],
  contains: ['contains', 'does not contain'],
  exists: ['is known', 'is not known'],
}

function testText(test: PropertyTest, not: boolean): string {
  const name = propertyName(test)
  const [plain, opposite] = words[test.comparator]
  if (test.comparator === 'exists') return `${name} ${(test.values[0] === false) === not ? plain : opposite}`
  return `${name} ${not ? opposite : plain} ${oneOf(test.values.map((value) => (typeof value === 'string' ? shown(value) : String(value))))}`
}

function propertyName({ of, name }: PropertyTest): string {
  const [holder, ...rest] = name.split('.')
  return of === 'subject' && holder !== '' && rest.length > 0 ? `${shown(rest.join('.'))} of the ${holder}` : spaced(name)
}

/** An event's name in plain words: "demo_requested" gives "demo requested". */
function eventName(name: string): string {
  return shown(spaced(name))
}

function spaced(name: string): string {
  return name.replaceAll(/(?<=\w)[_]+(?=\w)/g, ' ')
}

function shown(text: string): string {
  return text.trim() === '' || /[,()"]/.test(text) ? JSON.stringify(text) : text
}

function oneOf(items: readonly string[]): string {
  const last = items.at(-1) ?? ''
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} or ${last}`
}
