import { durationText } from './duration.ts'
import type { CountTest, EventMatch, PropertyTest, Rule } from './rule.ts'
import type { EventSpec, RuleSpec, WhereSpec } from './rule-spec.ts'

/** A rule as people write it; `normaliseRule` gives the rule back. */
export function writeRule(rule: Rule): RuleSpec {
  switch (rule.kind) {
    case 'event':
      return writeMatch(rule)
    case 'property':
      return rule.of === 'event' ? { property: rule.name, ...compared(rule) } : { subject: rule.name, ...compared(rule) }
    case 'count':
      return {
        count: {
          of: countedEvent(rule.of),
          atLeast: rule.atLeast,
          ...(rule.withinMs === null ? {} : { within: durationText(rule.withinMs) }),
        },
      }
    case 'not':
      return { not: writeRule(rule.rule) }
    case 'all':
      return { all: rule.rules.map(writeRule) }
    case 'any':
      return { any: rule.rules.map(writeRule) }
  }
}

function writeMatch({ names, channels, touchpoints }: EventMatch): string | EventSpec {
  const [only] = names
  if (only !== undefined && names.length === 1 && channels.length === 0 && touchpoints.length === 0) return only
  return { ...listed('event', names), ...listed('touchpoint', touchpoints), ...listed('channel', channels) }
}

function listed(key: 'event' | 'touchpoint' | 'channel', values: readonly string[]): EventSpec {
  const [first] = values
  if (first === undefined) return {}
  return { [key]: values.length === 1 ? first : [...values] }
}

function compared({ comparator, values }: PropertyTest): object {
  return { [comparator]: comparator === 'in' || comparator === 'notIn' ? [...values] : values[0] }
}

function countedEvent(of: CountTest['of']): string | EventSpec {
  if (of.kind === 'event') return writeMatch(of)
  const match = of.rules.find((rule) => rule.kind === 'event')
  const where: WhereSpec = {}
  for (const test of of.rules)
    if (test.kind === 'property') where[test.name] = { ...(where[test.name] as object | undefined), ...compared(test) }
  const written = match === undefined ? {} : writeMatch(match)
  return { ...(typeof written === 'string' ? { event: written } : written), where }
}
