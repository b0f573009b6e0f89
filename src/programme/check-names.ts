import type { KnownNames } from '../model/journey-names.ts'
import { nearText } from '../model/near-match.ts'
import type { Programme } from '../model/programme.ts'
import type { ProgrammeFinding } from '../model/programme-finding.ts'
import { propertyTestsOf, type Rule, triggersOf } from '../model/rule.ts'
import type { ProgrammeFacts } from './programme-facts.ts'

/** Names in a programme that the data do not hold: nobody is found by them (rule J3). */
export function checkNames(programme: Programme, { names }: ProgrammeFacts): ProgrammeFinding[] {
  return names === null ? [] : namesIn(programme, names)
}

function namesIn({ consent, zoneProperty, limits, friction, transactional }: Programme, names: KnownNames): ProgrammeFinding[] {
  const properties = [...new Set(Object.values(names.objectProperties).flat())]
  const held = (property: string, where: string) => unknown(property.replace(/^account\./, ''), properties, 'property', where)
  const rules: [Rule, string][] = [
    ...friction.flatMap(({ signal }, i): [Rule, string][] => (signal.kind === 'event' ? [[signal.rule, `friction[${i}].signal`]] : [])),
    ...transactional.map(({ rule }, i): [Rule, string] => [rule, `transactional[${i}].when`]),
    ...(consent.kind === 'rule' ? [[consent.rule, 'consent'] satisfies [Rule, string]] : []),
  ]
  return [
    ...rules.flatMap(([rule, where]) => namesInRule(rule, where, names, held)),
    ...(zoneProperty === null ? [] : held(zoneProperty, 'zoneProperty')),
    ...limits.sensitive.flatMap(({ optOut }, i) => held(optOut, `limits.sensitive[${i}].optOut`)),
  ]
}

function namesInRule(
  rule: Rule,
  where: string,
  names: KnownNames,
  held: (property: string, where: string) => ProgrammeFinding[],
): ProgrammeFinding[] {
  return [
    ...triggersOf(rule).flatMap((match) => [
      ...match.names.flatMap((name) => unknown(name, names.names, 'event', where)),
      ...match.touchpoints.flatMap((name) => unknown(name, names.touchpoints, 'touchpoint', where)),
      ...match.channels.flatMap((name) => unknown(name, names.channels, 'channel', where)),
    ]),
    ...propertyTestsOf(rule).flatMap(({ of, name }) =>
      of === 'subject' ? held(name, where) : unknown(name, names.eventProperties, 'property of an event', where),
    ),
  ]
}

function unknown(name: string, known: readonly string[], what: string, where: string): ProgrammeFinding[] {
  if (known.includes(name)) return []
  return [
    {
      kind: 'unknownName',
      severity: 'caution',
      where,
      text: `"${name}" is no ${what} in the data so far, so nothing is found by it.${nearText(name, known)}`,
      wayOut: 'Mend the name, or import what holds it.',
    },
  ]
}
