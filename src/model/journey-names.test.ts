import { describe, expect, it } from 'vitest'
import { pathText } from './document-path.ts'
import type { KnownNames } from './journey-names.ts'
import { checkNames, namesIn } from './journey-names.ts'
import type { JourneySpec } from './journey-spec.ts'
import { parseJourney } from './parse-journey.ts'

const spec: JourneySpec = {
  journey: 'j',
  subject: 'contact',
  personas: [{ id: 'p', when: { all: [{ subject: 'role', is: 'Head' }, { not: { subject: 'account.industry', is: 'Retail' } }] } }],
  stages: [
    {
      id: 'a',
      lifecycle: 'growth',
      entry: { event: ['pricing_viewed', 'demo_asked'], touchpoint: 'Pricing page', channel: 'Search', where: { plan: 'Pro' } },
      exit: { completed: { count: { of: 'signed', atLeast: 2 } }, dropped: { all: ['lost', { property: 'reason', exists: true }] } },
      reentry: { any: ['came_back', { event: 'called', atLeast: 2 }] },
      steps: [{ id: 's', rule: { touchpoint: ['Offer', 'Call'] } }],
      touchpoints: ['Free text that no data need hold'],
    },
    { id: 'b', lifecycle: 'growth', entry: 'x', reentry: 'entry' },
  ],
  handOffs: [{ id: 'h', from: 'a', to: 'b', reason: 'refusal' }],
  value: { amount: 'amount', currency: { property: 'currency' }, won: 'won', lost: 'lost' },
}

const known: KnownNames = {
  objectTypes: ['contact', 'account', 'deal'],
  names: ['pricing_viewed', 'demo_asked', 'signed', 'lost', 'came_back', 'called', 'x', 'won'],
  channels: ['Search'],
  touchpoints: ['Pricing page', 'Offer', 'Call'],
  eventProperties: ['plan', 'reason', 'refusal'],
  objectProperties: { contact: ['role'], account: ['industry'], deal: ['amount', 'currency'] },
}

describe('[J3] names in a definition', () => {
  it('are all found, with their paths', () => {
    expect(namesIn(spec).map((use) => `${use.kind} ${use.objectType ?? '-'} ${use.name} @ ${pathText(use.path)}`)).toMatchInlineSnapshot(`
      [
        "subject - contact @ subject",
        "objectProperty contact role @ personas[0].when.all[0].subject",
        "objectProperty account industry @ personas[0].when.all[1].not.subject",
        "event - pricing_viewed @ stages[0].entry.event[0]",
        "event - demo_asked @ stages[0].entry.event[1]",
        "touchpoint - Pricing page @ stages[0].entry.touchpoint",
        "channel - Search @ stages[0].entry.channel",
        "eventProperty - plan @ stages[0].entry.where.plan",
        "event - signed @ stages[0].exit.completed.count.of",
        "event - lost @ stages[0].exit.dropped.all[0]",
        "eventProperty - reason @ stages[0].exit.dropped.all[1].property",
        "event - came_back @ stages[0].reentry.any[0]",
        "event - called @ stages[0].reentry.any[1].event",
        "touchpoint - Offer @ stages[0].steps[0].rule.touchpoint[0]",
        "touchpoint - Call @ stages[0].steps[0].rule.touchpoint[1]",
        "event - x @ stages[1].entry",
        "eventProperty - refusal @ handOffs[0].reason",
        "objectProperty deal amount @ value.amount",
        "objectProperty deal currency @ value.currency.property",
        "event - won @ value.won",
        "event - lost @ value.lost",
      ]
    `)
  })

  it('pass where the data holds them', () => expect(checkNames(spec, known)).toEqual([]))

  it('are errors with near matches where it does not', () => {
    const other: KnownNames = { ...known, names: ['Pricing viewed', ...known.names.slice(1)], objectProperties: { contact: ['Role'] } }
    const findings = checkNames(spec, other)
    expect(findings.map(({ path }) => path)).toEqual([
      'personas[0].when.all[0].subject',
      'personas[0].when.all[1].not.subject',
      'stages[0].entry.event[0]',
      'value.amount',
      'value.currency.property',
    ])
    expect(findings[0]?.message).toBe('"role" is no property of a contact in the data: there are Role. Did you mean "Role"?')
    expect(findings[1]?.message).toContain('there are none yet')
    expect(findings[2]?.message).toContain('Did you mean "Pricing viewed"?')
  })

  it('begin with the subject: of a type that nothing in the data has, no journey could begin', () => {
    const [finding] = checkNames(spec, { ...known, objectTypes: ['contacts', 'case'] })
    expect(finding).toMatchObject({ kind: 'error', path: 'subject' })
    expect(finding?.message).toBe('"contact" is no type of object in the data: there are case, contacts. Did you mean "contacts"?')
  })

  it('are checked with the text, at their lines', () => {
    const text = 'journey: j\nsubject: contact\nstages:\n  - id: a\n    lifecycle: growth\n    entry: demo_askd\n'
    expect(parseJourney(text, known)).toMatchObject({
      journey: null,
      findings: [{ kind: 'error', path: 'stages[0].entry', line: 6 }, {}, {}, {}, {}, {}, {}],
    })
    expect(parseJourney(text.replace('askd', 'asked'), known).journey).not.toBeNull()
  })

  it('show at most twelve of many', () => {
    const many = { ...known, names: Array.from({ length: 20 }, (_, i) => `name${i + 10}`) }
    expect(checkNames(spec, many)[0]?.message).toContain('name21 and 8 more')
  })
})
