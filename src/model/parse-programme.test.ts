import { describe, expect, it } from 'vitest'
import { findingText } from './journey-finding.ts'
import { parseProgramme } from './parse-programme.ts'
import { wholeProgramme } from './programme.test-support.ts'

const head =
  'programme: p\njourney: j\ntimeZone: UTC\nlanguage: en\nholdout: 0%\nlimits: { minGap: 7d, perSequence: 8, hours: 08:00-18:00 }\n'

/** The findings of a text that begins like a whole programme, as lines. */
function told(text: string): string[] {
  return parseProgramme(`${head}${text}`).findings.map((finding) => `${finding.kind} ${findingText(finding)}`)
}

describe('a programme as people write it', () => {
  it('becomes total', () => {
    const { programme, findings } = parseProgramme(wholeProgramme)
    expect(findings).toEqual([])
    expect(programme).toMatchObject({
      id: 'nurture',
      zoneProperty: 'time_zone',
      consent: { kind: 'rule', rule: { of: 'subject', name: 'email_consent', comparator: 'is', values: ['yes'] } },
      holdout: 0.1,
      sender: { name: 'Acme', email: 'hello@acme.example', replyTo: 'sales@acme.example' },
      limits: {
        minGapDays: 7,
        perPerson: { messages: 4, days: 28 },
        weekdays: [1, 2, 3, 4],
        hours: { from: 510, to: 1080 },
        blackouts: [{ name: 'Stocktaking', from: { year: 2026, month: 1, day: 2 }, to: { year: 2026, month: 1, day: 4 } }],
        sensitive: [{ occasion: 'mothers-day', optOut: 'no_mothers_day', daysBefore: 14 }],
      },
      sequences: [
        {
          stage: 'consideration',
          persona: null,
          messages: [
            { id: 'price', day: 5 },
            { id: 'proof', name: 'Proof', day: 12, language: 'de' },
          ],
        },
      ],
      friction: [
        { id: 'stuck', delayMs: 36 * 3_600_000, signal: { kind: 'event', rule: { kind: 'count', atLeast: 3 } } },
        { signal: { kind: 'silence', ms: 14 * 86_400_000 }, delayMs: 0 },
        { signal: { kind: 'longStay' } },
        { signal: { kind: 'returned' } },
      ],
      assets: [{ id: 'price-list', language: 'en' }],
    })
  })

  it('is read as JSON, too', () => {
    expect(parseProgramme('{"programme":"p","journey":"j"}').programme).toMatchObject({
      id: 'p',
      name: 'P',
      consent: { kind: 'unknown' },
      sender: null,
      unsubscribe: null,
    })
  })

  it('says what was taken where nobody said', () => {
    const { findings } = parseProgramme('programme: p\njourney: j\n')
    expect(findings.map(({ kind, path }) => `${kind} ${path}`)).toEqual(
      ['timeZone', 'language', 'holdout', 'limits.minGap', 'limits.perSequence', 'limits.hours'].map((path) => `caution ${path}`),
    )
  })
})

describe('what is wrong is told with its line and a way out', () => {
  it('an unknown time zone', () => {
    const { programme, findings } = parseProgramme(wholeProgramme.replace('Europe/Berlin', 'Europe/Berln'))
    expect(programme).toBeNull()
    expect(findings.map(findingText)).toEqual([
      expect.stringMatching(/^timeZone \(line 4\): "Europe\/Berln" is no time zone.* Did you mean "Europe\/Berlin"/),
    ])
  })

  it('Liquid that is not closed, in a subject or a body, but not braces alone', () => {
    const message = (body: string) =>
      told(`sequences:\n  - stage: s\n    messages:\n      - { id: a, day: 1, body: ${JSON.stringify(body)} }\n`)
    for (const open of ['Dear {{ contact.name', '{{ a {{ b }}', 'Dear {% if a', '{{ a }} and {{ b'])
      expect(message(open)).toEqual([
        expect.stringMatching(/^error sequences\[0\]\.messages\[0\]\.body \(line 10\): .*is not closed: end it with/),
      ])
    for (const sound of ['{{ a }} {% if b %}c{% endif %}', '{ a }', '}} {%- x -%}']) expect(message(sound)).toEqual([])
    expect(told('sequences:\n  - stage: s\n    messages:\n      - { id: a, day: 1, subjects: ["ok", "{{ no"] }\n')).toEqual([
      expect.stringContaining('error sequences[0].messages[0].subjects[1] (line 10)'),
    ])
  })

  it('braces in names are data, and it is said so', () => {
    expect(told('sender: { name: "{{ Acme }}", email: a@b.example }\nassets: [{ id: a, title: "{% x %}" }]\n')).toEqual([
      expect.stringMatching(/^caution sender\.name \(line 7\): .* shown as they stand and never read as Liquid/),
      expect.stringContaining('caution assets[0].title'),
    ])
  })

  it('the address to unsubscribe may name the contact by Liquid', () => {
    const url = 'https://a.example/u?c={{ contact.id | url_encode }}&l=en'
    expect(parseProgramme(`${head}unsubscribe: ${url}\n`).programme?.unsubscribe).toBe(url)
  })

  it('caps that stand against each other: the gap wins, and it is said', () => {
    const capped = (limits: string) =>
      parseProgramme(`${head.replace(/limits:.*/, `limits: { hours: 08:00-18:00, perSequence: 8, ${limits} }`)}`).findings.map(
        ({ kind, message }) => `${kind} ${message}`,
      )
    expect(capped('minGap: 7d, perPerson: { messages: 3, within: 7d }')).toEqual([
      'caution A gap of 7 days leaves room for 1 in 7 days, so the cap of 3 never counts and the gap wins: make the gap shorter, or take the cap out.',
    ])
    expect(capped('minGap: 3d, perPerson: { messages: 3, within: 7d }')).toEqual([])
    expect(capped('minGap: 36h')).toEqual([expect.stringContaining('error "36h" is not whole days')])
  })

  it.each([
    ['limits: { hours: 18:00-08:00 }', 'leaves no time of the day'],
    ['limits: { blackouts: [{ name: x, from: 2026-02-30, to: 2026-03-01 }] }', 'is not in the calendar'],
    ['limits: { blackouts: [{ name: x, from: 2026-03-02, to: 2026-03-01 }] }', 'is before the first'],
    ['limits: { weekdays: [] }', 'An empty list'],
    ['limits: { weekdays: [monday] }', 'Allowed: mon, tue'],
    ['limits: { sensitive: [{ occasion: mothers-dy, optOut: no }] }', 'Did you mean "mothers-day"'],
    ['holdout: 100%', 'less than 100%'],
    ['unsubscribe: http://a.example', 'must begin with https://'],
    ['unsubscribe: https://a.example/u?c={{ contact.id', 'without spaces but in Liquid'],
    ['unsubscribe: https://a.example/ u', 'without spaces'],
    ['sender: { name: A, email: nobody }', 'is no address'],
    ['consent: { event: opened }', "says nobody's consent"],
    ['friction: [{ id: a, stage: s, signal: quiet, delay: 1d }]', 'is no signal'],
    ['friction: [{ id: a, stage: s, signal: { silence: 1 month }, delay: 1d }]', 'A month has no fixed length'],
    ['transactional: [{ id: a, when: { subject: x, is: 1 } }]', 'waits for no event'],
    ['sequences: [{ stage: s, messages: [{ id: a, day: 9 }, { id: b, day: 9 }] }]', 'does not come after day 9'],
    ['sequences: [{ stage: s, messages: [] }, { stage: s, messages: [] }]', 'has a sequence already'],
    ['transactional: [{ id: a, when: x }, { id: a, when: y }]', 'is already the id of transactional[0]'],
    ['transactional: [{ id: a, when: x, asset: pricelist }]\nassets: [{ id: price-list, title: P }]', 'Did you mean "price-list"?'],
    ['sequence: []', 'Did you mean "sequences"?'],
  ])('%s', (text, message) => {
    const base = text.startsWith('limits')
      ? head.replace(/limits:.*\n/, '')
      : text.startsWith('holdout')
        ? head.replace(/holdout:.*\n/, '')
        : head
    const { programme, findings } = parseProgramme(`${base}${text}\n`)
    expect(programme).toBeNull()
    expect(findings.filter(({ kind }) => kind === 'error').map(findingText)).toEqual([expect.stringContaining(message)])
    expect(findings.every(({ line }) => (line ?? 0) > 0)).toBe(true)
  })

  it('no programme at all', () => {
    expect(parseProgramme('- a').findings.map(findingText)).toEqual([
      expect.stringContaining('a programme begins with keys such as "programme: my-programme"'),
    ])
    expect(parseProgramme('a: [').programme).toBeNull()
  })
})
