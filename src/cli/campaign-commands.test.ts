import { expect, it } from 'vitest'
import { campaignsDesk } from '../app/campaigns-desk.ts'
import type { CampaignFigures } from '../map/campaign-figures.ts'
import type { Campaign } from '../model/campaign.ts'
import { runLine, summaryOf, type Witness, witness } from './fake-app.test-support.ts'
import { temporaryFiles } from './temporary-files.test-support.ts'

const { folder, file } = temporaryFiles()

/** The real desk of campaigns over a list in memory; the data hold the event "mail opened" alone. */
function fresh() {
  let kept: Campaign[] = []
  const documents = {
    campaigns: {
      list: async () => kept,
      keep: async (some: readonly Campaign[]) => {
        kept = [...kept.filter(({ id }) => !some.some((one) => one.id === id)), ...some].sort((a, b) => (a.id < b.id ? -1 : 1))
      },
      remove: async (id: string) => {
        kept = kept.filter((one) => one.id !== id)
      },
    },
    journeys: { list: async () => [{ journey: { personas: [{ id: 'it-owner' }] } }] },
  }
  const store = {
    rows: async (sql: string) =>
      sql.includes('groupUniqArray(channel)')
        ? [{ names: ['mail opened'], channels: [], touchpoints: [], eventProperties: [] }]
        : sql.includes('object_properties GROUP BY')
          ? [{ objectType: 'contact', names: ['country'] }]
          : [],
  }
  type Given = Parameters<typeof campaignsDesk>
  const { desk } = campaignsDesk(documents as unknown as Given[0], {} as Given[1], (async () => store) as unknown as Given[2], () => 1)
  return desk
}

async function told(line: string[], desk: ReturnType<typeof fresh>): Promise<Witness & { exit: number }> {
  const seen = witness({ ...desk, journeys: async () => [summaryOf('b2b')], campaignFigures: async () => figures }, { folder })
  const exit = await runLine(line, seen)
  return Object.assign(seen, { exit })
}

const cohort = (entered: number) => ({
  entered,
  perDay: entered / 30,
  counted: entered,
  converted: { value: 0.5, low: 0.4, high: 0.6, numerator: null, denominator: entered, population: 'stays', clusters: 40, note: null },
})
const difference = (value: number, low: number | null, high: number | null, note: string | null = null) => ({ value, low, high, note })
const figures: CampaignFigures = {
  journey: { id: 'b2b', name: 'B2B', version: 2, subjectType: 'contact' },
  audienceText: 'everyone',
  days: 30,
  periods: {
    during: { firstDay: '2026-03-01', lastDay: '2026-03-30', from: 0, to: 1 },
    before: { firstDay: '2026-01-30', lastDay: '2026-02-28', from: 0, to: 1 },
    yearBefore: null,
  },
  notes: ['An association.'],
  stages: [
    {
      id: 'look',
      name: 'Looks',
      windowDays: 30,
      audience: { during: cohort(360), before: cohort(180), yearBefore: null },
      outside: null,
      before: {
        audience: {
          perDay: difference(6, 4, 8),
          converted: difference(-0.012, -0.1, 0.08),
          extraEntries: difference(180, 120, 240),
          extraConverted: difference(90, null, null, 'no interval'),
        },
        outside: null,
        between: null,
        cost: {
          perEntry: difference(50, 37.5, 75),
          perConverted: { value: null, low: null, high: null, note: 'cannot be said: no interval' },
        },
      },
      yearBefore: null,
      notes: [],
    },
  ],
}

it('[K1] keeps the campaigns of a file; again the same id replaces, and what changed is said', async () => {
  const desk = fresh()
  const none = await told(['campaigns', 'list'], desk)
  expect(none.out).toContain('There are no campaigns yet')
  const path = file(
    'campaigns.csv',
    'id,name,from,to,audience\nfair,Fair,2026-03-01,2026-03-30,\nmail,Mailing,2026-04-01,2026-04-02,reached: mail opend\n',
  )
  const first = await told(['campaigns', 'import', path], desk)
  expect(first).toMatchObject({
    exit: 0,
    out: 'Added: fair, mail.\n  caution  mail: "mail opend" is no event name in the data so far. Did you mean "mail opened"?\n',
  })
  const changed = file(
    'again.csv',
    'id,name,from,to,audience\nfair,The fair,2026-03-01,2026-03-31,persona: it-owner\nmail,Mailing,2026-04-01,2026-04-02,reached: mail opend\n',
  )
  const second = await told(['campaigns', 'import', changed], desk)
  expect(second.out).toBe(
    'Replaced: fair.\n  name: Fair → The fair\n  to: 2026-03-30 → 2026-03-31\n  audience: everyone → persona it-owner\nAs it was: mail.\n  caution  mail: "mail opend" is no event name in the data so far. Did you mean "mail opened"?\n',
  )
  const json = await told(['campaigns', 'import', changed, '--json'], desk)
  expect(JSON.parse(json.out)).toMatchObject({ added: [], replaced: [], unchanged: ['fair', 'mail'] })
})

it('[K1] keeps nothing of a file with a wrong row; other endings are refused', async () => {
  const desk = fresh()
  const wrong = await told(
    ['campaigns', 'import', file('wrong.csv', 'name,from,to\nA,2026-03-01,2026-03-02\nB,2026-03-05,2026-03-02\n')],
    desk,
  )
  expect(wrong).toMatchObject({
    exit: 3,
    err: expect.stringContaining('line 3: to: The last day, 2026-03-02, is before the first, 2026-03-05'),
  })
  expect(await desk.campaigns()).toEqual([])
  expect((await told(['campaigns', 'import', file('x.xlsx', 'x')], desk)).exit).toBe(2)
})

it('adds, lists, writes out and removes one', async () => {
  const desk = fresh()
  const add = [
    'campaigns',
    'add',
    '--name',
    '=Fair',
    '--from',
    '2026-03-01',
    '--to',
    '2026-03-30',
    '--audience',
    '{subject: country, is: DE}',
  ]
  const added = await told([...add, '--cost', '9000', '--currency', 'EUR', '--zone', 'Europe/Berlin', '--id', 'fair'], desk)
  expect(added).toMatchObject({ exit: 0, out: 'Added: fair.\n', err: '' })
  expect((await told([...add, '--id', 'fair'], desk)).err).toContain('There is a campaign "fair" already')
  expect((await told([...add, '--id', 'fair', '--replace'], desk)).out).toContain('cost: 9000 EUR → (nothing)')
  expect((await told([...add, '--cost', '9'], desk)).err).toContain('--cost and --currency stand together')
  expect((await told([...add, '--zone', 'Berlin'], desk)).err).toContain('Did you mean "Europe/Berlin"?')
  expect((await told(['campaigns', 'list'], desk)).out).toMatch(/fair +=Fair +2026-03-01 +2026-03-30 +those whose country is DE/)
  expect((await told(['campaigns', 'list', '--csv'], desk)).out).toContain("fair,'=Fair,2026-03-01")
  expect((await told(['campaigns', 'remove', 'fai'], desk)).err).toContain('Did you mean "fair"?')
  expect((await told(['campaigns', 'remove', 'fair'], desk)).out).toBe('Campaign fair ("=Fair") is removed.\n')
  expect(await desk.campaigns()).toEqual([])
})

it('[K5] shows a campaign with its before and after, and says what cannot be said', async () => {
  const desk = fresh()
  await desk.keepCampaign({ name: 'Fair', from: '2026-03-01', to: '2026-03-30', cost: { amount: 9000, currency: 'EUR' } }, false)
  const shown = await told(['campaigns', 'show', 'fair'], desk)
  const text = shown.out.replaceAll('\u202f', ' ')
  for (const part of [
    'Fair (fair): 2026-03-01 to 2026-03-30 (UTC), 9 000 EUR',
    'before: 2026-01-30 to 2026-02-28',
    'audience, against before: entries a day +6.0 (4.0 to 8.0); moved on −1.2 points (−10.0 to 8.0)',
    'cost per extra entry 50.00 EUR (37.50 to 75.00); per extra converted cannot be said: no interval',
  ])
    expect(text).toContain(part)
  expect(JSON.parse((await told(['campaigns', 'show', 'fair', '--json'], desk)).out).figures).toEqual([figures])
  expect((await told(['campaigns', 'show', 'faire'], desk)).exit).toBe(4)
})
