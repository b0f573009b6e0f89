import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import type { JourneyFinding } from './journey-finding.ts'
import { findingText } from './journey-finding.ts'
import { mostStages } from './journey-findings.ts'
import type { KnownNames } from './journey-names.ts'
import { parseJourney, readJourney } from './parse-journey.ts'

const stage = { id: 'a', lifecycle: 'acquisition', entry: 'signed_up' }
const base = { journey: 'j', subject: 'contact', stages: [stage] }
const withStage = (part: object) => ({ ...base, stages: [{ ...stage, ...part }] })
const withEntry = (entry: unknown) => withStage({ entry })

function errorsOf(findings: readonly JourneyFinding[]): string[] {
  return findings.filter(({ kind }) => kind === 'error').map(findingText)
}

/** What is wrong, the path of the error, and what its message must say. */
const wrong: [string, unknown, string, string][] = [
  ['[J5] no id', { ...base, journey: undefined }, 'journey', 'This is missing'],
  ['[J5] an unknown key', { ...base, stagess: [] }, 'stagess', 'Did you mean "stages"?'],
  ['[J5] an unknown key of a stage', withStage({ dropafter: '3d' }), 'stages[0].dropafter', 'Did you mean "dropAfter"?'],
  ['[J5] an impossible id', { ...base, journey: 'my journey' }, 'journey', '"my journey" cannot be an id'],
  ['[J5] a number for an id', { ...base, journey: 7 }, 'journey', '7 is not allowed here: write a text.'],
  ['[J1] an impossible subject', { ...base, subject: 'a.b' }, 'subject', '"a.b" cannot be an object type'],
  ['[J1] no stages', { ...base, stages: [] }, 'stages', 'name at least one'],
  ['[J1] stages that are no list', { ...base, stages: stage }, 'stages', 'write a list'],
  [
    '[J1] too many stages',
    { ...base, stages: Array.from({ length: mostStages + 1 }, (_, i) => ({ ...stage, id: `s${i}`, entry: `e${i}` })) },
    'stages',
    `${mostStages + 1} stages are too many: at most ${mostStages} are allowed.`,
  ],
  [
    '[J1] two stages of one id',
    { ...base, stages: [stage, { ...stage, entry: 'x' }] },
    'stages[1].id',
    '"a" is already the id of stages[0]',
  ],
  [
    '[J1] two personas of one id',
    {
      ...base,
      personas: [
        { id: 'p', when: { subject: 'x', is: 1 } },
        { id: 'p', when: { subject: 'x', is: 2 } },
      ],
    },
    'personas[1].id',
    '"p" is already the id of personas[0]',
  ],
  ['[J2] an entry of nothing', withEntry(null), 'stages[0].entry', 'A rule is missing here'],
  [
    '[J6] a way back into a stage that nobody enters',
    withStage({ entry: undefined, reentry: 'again' }),
    'stages[0].reentry',
    'leave reentry out',
  ],
  ['[J2] an unknown lifecycle', withStage({ lifecycle: 'aquisition' }), 'stages[0].lifecycle', 'Did you mean "acquisition"?'],
  ['[J2] no lifecycle', withStage({ lifecycle: undefined }), 'stages[0].lifecycle', 'Allowed: awareness, acquisition'],
  ['[J2] a month', withStage({ window: '2 months' }), 'stages[0].window', '"2 months" is not a duration'],
  ['[J2] a bare number of days', withStage({ window: 30 }), 'stages[0].window', '30 is not a duration'],
  ['[J2] a window of nothing', withStage({ window: '0d' }), 'stages[0].window', '"0d" is not allowed here: the time must be above 0'],
  ['[J2] a negative dropAfter', withStage({ dropAfter: '-1d' }), 'stages[0].dropAfter', 'above 0'],
  ['[J2] a dropAfter beyond 100 years', withStage({ dropAfter: '99999 weeks' }), 'stages[0].dropAfter', 'at most 100 years'],
  ['[J2] a conversion of 55', withStage({ intended: { conversion: 55 } }), 'stages[0].intended.conversion', 'Did you mean 55%?'],
  [
    '[J2] a conversion above 100 %',
    withStage({ intended: { conversion: '120%' } }),
    'stages[0].intended.conversion',
    '"120%" is not allowed',
  ],
  ['[J2] a conversion in words', withStage({ intended: { conversion: 'half' } }), 'stages[0].intended.conversion', '"half" is not a share'],
  [
    '[J2] a wrong tolerance',
    withStage({ intended: { tolerance: { median: -1 } } }),
    'stages[0].intended.tolerance.median',
    '-1 is not allowed',
  ],
  ['[J2] an emotion of 3', withStage({ intended: { emotion: 3 } }), 'stages[0].intended.emotion', 'emotion goes from -2 (bad) to 2 (good)'],
  ['[J2] a lane that YAML read as keys', withStage({ questions: [{ Why: 'so much?' }] }), 'stages[0].questions[0]', 'needs quotes'],
  ['[J2] a re-entry in words', withStage({ reentry: 3 }), 'stages[0].reentry', 'write none, entry, or a rule'],
  ['[J2] an error inside a re-entry', withStage({ reentry: { event: 3 } }), 'stages[0].reentry.event', '3 is not a name'],
  [
    '[J3] an event in a comparison',
    withEntry({ event: 'x', subject: 'role', is: 'a', isNot: 'b' }),
    'stages[0].entry.event',
    'Allowed: subject, is',
  ],
  ['[J2] a re-entry of no form', withStage({ reentry: { al: ['x'] } }), 'stages[0].reentry', 'Did you mean "all"?'],
  [
    '[J2] two steps of one id',
    withStage({
      steps: [
        { id: 's', rule: 'x' },
        { id: 's', rule: 'y' },
      ],
    }),
    'stages[0].steps[1].id',
    'ids must differ',
  ],
  ['[J3] a rule of no form', withEntry({ evnt: 'x' }), 'stages[0].entry', '{ evnt } is not a rule'],
  ['[J3] a rule of a list', withEntry(['x']), 'stages[0].entry', 'a list is not a rule'],
  ['[J3] an empty event name', withEntry(''), 'stages[0].entry', 'An empty text'],
  ['[J3] a number for an event', withEntry({ event: 3 }), 'stages[0].entry.event', '3 is not a name'],
  ['[J3] an unknown key in a rule', withEntry({ event: 'x', wher: {} }), 'stages[0].entry.wher', 'Did you mean "where"?'],
  ['[J3] an error deep inside', withEntry({ all: ['x', { not: { event: [] } }] }), 'stages[0].entry.all[1].not.event', 'name at least one'],
  [
    '[J3] an unknown comparison',
    withEntry({ event: 'x', where: { p: { gteq: 3 } } }),
    'stages[0].entry.where.p.gteq',
    'Did you mean "gte"?',
  ],
  ['[J3] no comparison', withEntry({ all: ['x', { subject: 'role' }] }), 'stages[0].entry.all[1]', 'add one of is, isNot'],
  ['[J3] a list for is', withEntry({ all: ['x', { subject: 'r', is: ['a'] }] }), 'stages[0].entry.all[1].is', 'For several, write in'],
  ['[J3] an inexact number', withEntry({ event: 'x', where: { p: 2 ** 60 } }), 'stages[0].entry.where.p', 'put quotes around it'],
  ['[J3] two counts at once', withEntry({ event: 'x', atLeast: 1, atMost: 3 }), 'stages[0].entry', 'atLeast and atMost stand together'],
  ['[J3] a count of none', withEntry({ event: 'x', atLeast: 0 }), 'stages[0].entry.atLeast', 'at least 1 is needed'],
  ['[J3] a count of half', withEntry({ event: 'x', atLeast: 1.5 }), 'stages[0].entry.atLeast', 'write a whole number'],
  ['[J3] a count within nothing', withEntry({ count: { of: 'x', atLeast: 1, within: '0d' } }), 'stages[0].entry.count.within', 'above 0'],
  ['[J3] only a property', withEntry({ property: 'amount', gte: 3 }), 'stages[0].entry', 'waits for no event'],
  ['[J3] only what did not happen', withEntry({ not: 'x' }), 'stages[0].entry', 'waits for no event'],
  ['[J3] only few of an event', withEntry({ event: 'x', atMost: 3 }), 'stages[0].entry', 'waits for no event'],
  ['[J3] two names of one event', withEntry({ all: ['x', 'y'] }), 'stages[0].entry', 'one event has not two names'],
  [
    '[J3] two touchpoints of one event',
    withEntry({ all: [{ touchpoint: 'x' }, { any: [{ touchpoint: 'y' }, { touchpoint: 'z' }] }] }),
    'stages[0].entry',
    'one event has not two touchpoints',
  ],
  ['[J3] an exit without event', withStage({ exit: { dropped: { subject: 'x', is: 1 } } }), 'stages[0].exit.dropped', 'waits for no event'],
  ['[J3] an empty all', withEntry({ all: [] }), 'stages[0].entry.all', 'name at least one'],
  [
    '[J4] a persona by event',
    { ...base, personas: [{ id: 'p', when: { event: 'x' } }] },
    'personas[0].when',
    'only compare subject properties',
  ],
  ['[J4] a persona by name', { ...base, personas: [{ id: 'p', when: 'x' }] }, 'personas[0].when', 'only compare subject properties'],
  [
    '[J4] a persona of an empty rule',
    { ...base, personas: [{ id: 'p', when: null }] },
    'personas[0].when',
    'only compare subject properties',
  ],
  [
    '[J4] the reserved persona',
    { ...base, personas: [{ id: 'unassigned', when: { subject: 'x', is: 1 } }] },
    'personas[0].id',
    'another id',
  ],
  [
    '[V1] a restart before a drop',
    { ...withStage({ dropAfter: '45d' }), restartAfter: '30d' },
    'restartAfter',
    '"30d" is shorter than dropAfter of stage "a" (45d)',
  ],
  ['[V1] an impossible restart', { ...base, restartAfter: '0d' }, 'restartAfter', 'above 0'],
  [
    '[V2] an entry that a later stage takes',
    { ...base, stages: [stage, { ...stage, id: 'b', entry: { event: ['signed_up', 'x'] } }] },
    'stages[0].entry',
    'the later stage "b"',
  ],
  [
    '[M10] a hand-off from nowhere',
    { ...base, handOffs: [{ id: 'h', from: 'aa', to: 'a' }] },
    'handOffs[0].from',
    '"aa" is not a stage. Stages: a.',
  ],
  ['[M10] a hand-off to itself', { ...base, handOffs: [{ id: 'h', from: 'a', to: 'a' }] }, 'handOffs[0]', 'between two stages'],
  ['[M13] a currency in words', { ...base, value: { amount: 'x', currency: 'euro', won: 'w' } }, 'value.currency', '"euro" is no currency'],
  [
    '[M13] a won rule without event',
    { ...base, value: { amount: 'x', currency: 'EUR', won: { not: 'w' } } },
    'value.won',
    'waits for no event',
  ],
  [
    '[M13] a lost rule without event',
    { ...base, value: { amount: 'x', currency: 'EUR', won: 'w', lost: { not: 'l' } } },
    'value.lost',
    'waits for no event',
  ],
]

describe('errors of a definition', () => {
  it.each(wrong)('%s', (_, document, path, message) => {
    const { journey, spec, findings } = readJourney(document)
    expect(journey).toBeNull()
    expect(spec).toBeNull()
    expect(errorsOf(findings).filter((text) => text.startsWith(`${path}: `) && text.includes(message))).toHaveLength(1)
  })

  it('come all at once', () => {
    const { findings } = readJourney({ ...withStage({ lifecycle: 'x', window: 3, entry: { event: 3 } }), foo: 1 })
    expect(findings.map(({ path }) => path)).toEqual(['stages[0].lifecycle', 'stages[0].entry.event', 'stages[0].window', 'foo'])
  })
})

const known: KnownNames = {
  objectTypes: ['contact'],
  names: ['signed_up', 'paid'],
  channels: [],
  touchpoints: [],
  eventProperties: ['plan'],
  objectProperties: { contact: ['role'], account: [] },
}

describe('[J5] errors of form come together with', () => {
  const told = (document: unknown) =>
    readJourney(document, known)
      .findings.filter(({ kind }) => kind !== 'gap')
      .map(findingText)

  it('unknown names, impossible times and repeated ids elsewhere, also in the same stage', () => {
    const stages = [
      { ...stage, lifecycle: 'aquisition', entry: { event: 'signed-up', wher: {} }, window: '0d' },
      { ...stage, exit: { dropped: { property: 'plann', is: 1 } }, dropAfter: '90d' },
      { ...stage, id: 'no id', entry: 'payed' },
    ]
    const personas = [{ id: 'p', when: { subject: 'rolle', is: 'x' } }, 'q']
    const findings = told({ ...base, stages, personas, restartAfter: '30d', handOffs: [{ id: 'h', from: 'a', to: 'a' }] })
    expect(findings.map((text) => text.replace(/(?<=[^:]: .{24}).*/, ''))).toMatchInlineSnapshot(`
      [
        "personas[1]: "q" is not allowed here:",
        "stages[0].lifecycle: "aquisition" is not allo",
        "stages[0].entry.wher: "wher" is not a key that",
        "stages[2].id: "no id" cannot be an id:",
        "stages[1].id: "a" is already the id of",
        "stages[0].window: "0d" is not allowed here",
        "stages[1].exit.dropped: This rule waits for no e",
        "stages[1]: The window (30 days, tak",
        "restartAfter: "30d" is shorter than dr",
        "handOffs[0]: A hand-off passes betwee",
        "personas[0].when.subject: "rolle" is no property o",
        "stages[0].entry.event: "signed-up" is no event ",
        "stages[1].exit.dropped.property: "plann" is no event prop",
        "stages[2].entry: "payed" is no event name",
      ]
    `)
  })

  it('nothing that only follows from what cannot be read', () => {
    expect(told(withEntry({ all: ['signed_up', { evnt: 'x' }] }))).toHaveLength(1)
    expect(told(withEntry({ any: [{ not: 'paid' }, { event: 3 }] }))).toHaveLength(1)
    expect(told({ ...base, stages: [{ ...stage, id: 'A b' }], handOffs: [{ id: 'h', from: 'A b', to: 'A b' }] })).toHaveLength(2)
    expect(told({ ...base, subject: 7, personas: [{ id: 'p', when: { subject: 'role', is: 'x' } }] })).toHaveLength(1)
    expect(told(withStage({ window: 90, dropAfter: '30d' }))).toHaveLength(1)
    expect(told({ ...withStage({ id: 7, dropAfter: '90d' }), restartAfter: '30d' })).toHaveLength(1)
  })

  it.each([[null], [7], [[]], [{}], [{ stages: 3 }], [{ stages: [3], personas: 3, value: { won: 3 } }]])('no crash: %o', (document) => {
    const { journey, findings } = readJourney(document, known)
    expect(journey).toBeNull()
    expect(findings.every(({ message }) => !message.includes('unreadable-part'))).toBe(true)
  })
})

describe('cautions', () => {
  const cautionsOf = (document: unknown) => readJourney(document).findings.filter(({ kind }) => kind === 'caution')

  it('[M2] say where inactivity is not yet knowable', () => {
    expect(cautionsOf(withStage({ window: '60d', dropAfter: '45d' }))).toEqual([])
    expect(cautionsOf(withStage({ window: '45d', dropAfter: '45d' }))).toMatchObject([{ path: 'stages[0].window' }])
    const [taken] = cautionsOf(withStage({ dropAfter: '45d' }))
    expect(taken).toMatchObject({ path: 'stages[0]' })
    expect(taken?.message).toContain('30 days, taken since none is given')
  })

  it('[J3] say which part of an any brings nobody in', () => {
    const idle = { any: ['x', { subject: 'score', gte: 80 }] }
    expect(cautionsOf(withEntry(idle))).toMatchObject([{ path: 'stages[0].entry.any[1]' }])
    expect(
      cautionsOf(
        withEntry({
          all: [
            'y',
            {
              any: [
                { event: 'x', atLeast: 2 },
                { subject: 'score', gte: 80 },
              ],
            },
          ],
        }),
      ),
    ).toEqual([])
  })

  it('[V2] say which exit a later entry takes', () => {
    const stages = [
      { ...stage, exit: { completed: { event: 'won', where: { size: 'large' } } } },
      { ...stage, id: 'b', entry: 'won' },
    ]
    expect(cautionsOf({ ...base, stages })).toMatchObject([{ path: 'stages[0].exit.completed' }])
  })

  it('[V2] spare an earlier entry that a later one does not wholly cover', () => {
    const later = { ...stage, id: 'b', entry: { event: 'signed_up', where: { plan: 'Pro' } } }
    expect(readJourney({ ...base, stages: [stage, later] }).journey).not.toBeNull()
    const counted = { ...stage, id: 'b', entry: { event: 'signed_up', atLeast: 2 } }
    expect(readJourney({ ...base, stages: [stage, counted] }).journey).not.toBeNull()
  })
})

describe('[J5] text', () => {
  const text = stringify(withStage({ dropAfter: '3d', window: '10d' }))

  it('reads alike from YAML and JSON', () => {
    const yaml = parseJourney(text)
    expect(yaml.journey).not.toBeNull()
    expect(parseJourney(JSON.stringify(withStage({ dropAfter: '3d', window: '10d' }), null, '\t')).journey).toEqual(yaml.journey)
    expect(parseJourney(`\uFEFF${text.replaceAll('\n', '\r\n')}`).journey).toEqual(yaml.journey)
  })

  it('places errors at line and column', () => {
    const place = (part: string) =>
      parseJourney(`journey: j\nsubject: contact\nstages:\n  - id: a\n    lifecycle: growth\n${part}`).findings[0]
    expect(place('    entry: { evnt: x }')).toMatchObject({ path: 'stages[0].entry', line: 6, column: 5 })
    expect(place('    entry: x\n    window: 3')).toMatchObject({ path: 'stages[0].window', line: 7, column: 5 })
    expect(place('    entry:\n      all: [x, {event: 3}]')).toMatchObject({ path: 'stages[0].entry.all[1].event', line: 7, column: 17 })
    expect(place('    window: 30d')).toMatchObject({ path: 'stages[0].entry', line: 4 })
    expect(place('    entry: x\nstagess: 3')).toMatchObject({ path: 'stagess', line: 7, column: 1 })
  })

  it('places errors behind an anchor where the anchor stands', () => {
    const [finding] = parseJourney('x: &e\n  event: 3\njourney: j').findings.filter(({ path }) => path === 'x')
    expect(finding?.line).toBe(1)
    const aliased =
      'journey: j\nsubject: c\nstages:\n  - id: a\n    lifecycle: growth\n    entry: &e\n      event: 3\n    exit: { completed: *e }'
    expect(parseJourney(aliased).findings.map(({ path, line }) => [path, line])).toEqual([
      ['stages[0].entry.event', 7],
      ['stages[0].exit.completed.event', 7],
    ])
  })

  it.each([
    ['', 'The document is empty'],
    ['just text', 'The document is "just text"'],
    ['[1, 2]', 'The document is a list'],
    ['a: 1\na: 2', 'Map keys must be unique'],
    ['a: [1, 2', 'not sound YAML or JSON'],
    ['a: 1\n---\nb: 2', 'multiple documents'],
    ['a: *nowhere', 'Unresolved alias'],
    ['a: !secret x', 'Unresolved tag'],
    ['a: &a [*a]', 'nest too deeply'],
    ['a: &a [*a, *a, *a]', 'nest too deeply'],
    [`${'['.repeat(60)}${']'.repeat(60)}`, 'nest too deeply'],
    [`${'['.repeat(20_000)}${']'.repeat(20_000)}`, 'nest too deeply'],
    ['x'.repeat(2_000_001), 'at most 2000000 are read'],
    ['\u0000\u0001', ''],
  ])('that cannot be read is an error: %#', (broken, message) => {
    const { journey, findings } = parseJourney(broken)
    expect(journey).toBeNull()
    expect(findings.length).toBeGreaterThan(0)
    expect(findings.length).toBeLessThanOrEqual(20)
    expect(findings[0]?.message).toContain(message)
    expect(findings[0]).toMatchObject({ kind: 'error', line: expect.any(Number), column: expect.any(Number) })
  })

  it('that doubles itself many times over is refused, not unfolded', () => {
    const lines = ['a0: &a0 [x, x]', ...Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`)]
    expect(errorsOf(parseJourney(lines.join('\n')).findings)[0]).toContain('cannot be resolved')
  })
})
