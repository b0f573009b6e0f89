import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { App, JourneySummary } from '../app/app.ts'
import { AppError } from '../core/error.ts'
import type { Timeline } from '../map/journey-map.ts'
import { parseMapping } from '../sources/mapping.ts'
import { runArguments } from './command-line.ts'
import { importOf, journeyMap, type Witness, witness } from './fake-app.test-support.ts'

const folder = mkdtempSync(join(tmpdir(), 'desirepath-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string, text: string | Uint8Array) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

async function run(line: string | string[], seen: Witness): Promise<number> {
  return runArguments(typeof line === 'string' ? line.split(' ') : line, seen.surroundings, '1.2.3')
}

const summary = (id: string, subjectType = 'contact'): JourneySummary => ({
  id,
  name: id.toUpperCase(),
  description: '',
  subjectType,
  version: 2,
  stages: 7,
  subjects: 1234,
  refreshedAt: Date.UTC(2026, 0, 2, 3, 4),
})

describe('help and usage', () => {
  it('names every command, and opens nothing', async () => {
    const seen = witness({})
    expect(await run('--help', seen)).toBe(0)
    for (const name of [
      'demo',
      'serve',
      'mapping',
      'import',
      'imports',
      'journey',
      'figures',
      'subjects',
      'timeline',
      'rejects',
      'doctor',
    ]) {
      expect(seen.out).toMatch(new RegExp(`^  ${name}\\b`, 'm'))
    }
    expect(seen.opened).toEqual([])
  })

  it('prints its version', async () => {
    const seen = witness({})
    expect(await run('--version', seen)).toBe(0)
    expect(seen.out).toBe('1.2.3\n')
  })

  it.each([
    ['figurs b2b', "unknown command 'figurs'\n(Did you mean figures?)"],
    ['figures', "missing required argument 'journey'"],
    ['figures b2b --from 2026-02-30', 'It is a day like 2026-01-31.'],
    ['figures b2b --where country', 'It is a property and its value, like country=DE.'],
    ['subjects b2b', "required option '--stage <id>' not specified"],
    ['subjects b2b --stage a --limit 0', 'It is a whole number from 1 to 1000000.'],
    [
      'subjects b2b --stage a --outcome still',
      '--outcome "still" is not one of stillIn, advanced, returned, completed, dropped, converted. Did you mean "stillIn"?',
    ],
    ['subjects b2b --stage a --set dropped --outcome dropped', '--set and --outcome name the same thing'],
    ['subjects b2b --stage a --set touchpoint', '--name belongs to --set touchpoint'],
    ['serve --port 99999', 'It is a whole number from 0 to 65535.'],
    ['import nothing.csv', 'there is no file /work/nothing.csv'],
    ['journey validate nothing.yaml', '/work/nothing.yaml cannot be read: there is no such file'],
  ])('exits 2 at: %s', async (line, message) => {
    const seen = witness({})
    expect(await run(line, seen)).toBe(2)
    expect(seen.err).toContain(message)
    expect(seen.out).toBe('')
    expect(seen.opened).toEqual([])
  })
})

describe('the data directory', () => {
  const journeys: App['journeys'] = async () => []
  it.each([
    ['journey list', {}, '/work/.desirepath'],
    ['journey list', { DESIREPATH_DATA: '/srv/data' }, '/srv/data'],
    ['journey list', { DESIREPATH_DATA: '' }, '/work/.desirepath'],
    ['--data here journey list', { DESIREPATH_DATA: '/srv/data' }, '/work/here'],
    ['journey list --data /there', {}, '/there'],
  ])('of "%s" with %o is %s', async (line, environment, data) => {
    const seen = witness({ journeys }, { environment })
    expect(await run(line, seen)).toBe(0)
    expect(seen.opened).toEqual([{ data, command: 'desirepath journey list' }])
    expect(seen.asked.map(({ name }) => name)).toEqual(['journeys', 'close'])
  })
})

describe('errors', () => {
  const failing = (error: unknown) => witness({ map: () => Promise.reject(error) })

  it.each([
    ['notFound', 4],
    ['locked', 6],
    ['newerSchema', 8],
    ['store', 9],
  ] as const)('of code %s exit %i, and close the application', async (code, exit) => {
    const seen = failing(new AppError(code, 'the message'))
    expect(await run('figures b2b', seen)).toBe(exit)
    expect(seen.err).toBe('desirepath: the message\n')
    expect(seen.asked.at(-1)?.name).toBe('close')
  })

  it('are JSON on standard error with --json', async () => {
    const seen = failing(new AppError('notFound', 'no', { journeys: ['a'] }))
    expect(await run('figures b2b --json', seen)).toBe(4)
    expect(JSON.parse(seen.err)).toEqual({ error: { code: 'notFound', message: 'no', details: { journeys: ['a'] } } })
    expect(seen.out).toBe('')
  })

  it('of no known kind exit 1 and show their place only when asked', async () => {
    const seen = failing(new TypeError('x is not a function'))
    expect(await run('figures b2b', seen)).toBe(1)
    expect(seen.err).toBe('desirepath: x is not a function\nThis is a fault of the program. DESIREPATH_DEBUG=1 shows where.\n')
    const traced = witness({ map: () => Promise.reject(new TypeError('x')) }, { environment: { DESIREPATH_DEBUG: '1' } })
    await run('figures b2b', traced)
    expect(traced.err).toContain('command-line.test.ts')
  })
})

describe('journey', () => {
  it('lists', async () => {
    const seen = witness({ journeys: async () => [summary('b2b')] })
    expect(await run('journey list', seen)).toBe(0)
    expect(seen.out.split('\n')).toEqual([
      'Journey  Name  Subject  Version  Stages  Subjects     Computed (UTC)',
      '───────  ────  ───────  ───────  ──────  ────────  ─────────────────',
      'b2b      B2B   contact        2       7     1 234  2 Jan 2026, 03:04',
      '',
    ])
  })

  it('shows the document itself', async () => {
    const seen = witness({ showJourney: async () => ({ text: 'id: b2b', version: 2 }) })
    await run('journey show b2b', seen)
    expect(seen.out).toBe('id: b2b\n')
    const json = witness({ showJourney: async () => ({ text: 'id: b2b', version: 2 }) })
    await run('journey show b2b --json', json)
    expect(JSON.parse(json.out)).toEqual({ id: 'b2b', text: 'id: b2b', version: 2 })
  })

  it('validates: errors first, exit 3, nothing kept', async () => {
    const path = file('bad.yaml', 'id: b2b')
    const findings = [
      { kind: 'gap' as const, path: 'personas', message: 'no personas' },
      { kind: 'error' as const, path: 'stages[0].id', message: '"A b" is not an id' },
    ]
    const seen = witness({ validateJourney: async () => ({ journey: null, findings }) })
    expect(await run(['journey', 'validate', path], seen)).toBe(3)
    expect(seen.out).toBe(
      `${path} is not a valid journey:\n  error    stages[0].id: "A b" is not an id\n  missing  personas: no personas\n`,
    )
    expect(seen.asked[0]).toEqual({ name: 'validateJourney', given: ['id: b2b'] })
  })

  it('says when a document is not UTF-8', async () => {
    const seen = witness({})
    expect(await run(['journey', 'apply', file('latin.yaml', new Uint8Array([0x69, 0xe9]))], seen)).toBe(3)
    expect(seen.err).toContain('is not UTF-8 text: save it as UTF-8')
  })

  it('applies', async () => {
    const seen = witness({ applyJourney: async () => ({ summary: summary('b2b'), findings: [] }) })
    expect(await run(['journey', 'apply', file('good.yaml', 'id: b2b')], seen)).toBe(0)
    expect(seen.out).toBe('Journey b2b ("B2B") is at version 2, with 7 stages.\n')
  })
})

describe('figures', () => {
  it('prints the map in plain words, with populations and cautions', async () => {
    const seen = witness({ map: async () => journeyMap() })
    expect(await run('figures b2b', seen)).toBe(0)
    expect(seen.out).toMatchInlineSnapshot(`
      "B2B software (b2b), version 3
      1 095 contacts, 1 200 journeys begun; events from 1 Nov 2024, figures up to 30 Oct 2026 (UTC)

      Stays      Entered  Still in  Moved on  Went back  Completed  Dropped  by silence  Skipped
      ─────────  ───────  ────────  ────────  ─────────  ─────────  ───────  ──────────  ───────
      Awareness      100        30        40          0          0       30          20        3
      Purchase       100        30        40          0          0       30          20        3

      Reached next stage or goal  within   share  95 % interval        raw ratio  without silence  intended
      ──────────────────────────  ──────  ──────  ─────────────  ───────────────  ───────────────  ────────  ───────────────────────
      Awareness                     14 d  42.1 %    38.0–46.0 %  40.0 % (40/100)           45.0 %      50 %  8 points below intended
      Purchase                      14 d  42.1 %    38.0–46.0 %  40.0 % (40/100)           45.0 %
        Share: of stays entered.
        Raw ratio: of all stays, ended or not.
        Without silence: of stays entered.

      Days in stage  half left by  95 % interval  a quarter by  three quarters by  half of those reaching next  intended
      ─────────────  ────────────  ─────────────  ────────────  ─────────────────  ───────────────────────────  ────────  ───────────────
      Awareness               6 d          5–8 d           2 d        not reached                          4 d       5 d  cannot tell yet
      Purchase                6 d          5–8 d           2 d        not reached                          4 d

      Value (deals)  in the stage now    moved on  won from here
      ─────────────  ────────────────  ──────────  ─────────────
      Awareness            €340k (12)  €5,000 (2)              –

      Hand-off            accepted  95 % interval  half within  refused because
      ──────────────────  ────────  ─────────────  ───────────  ───────────────
      Marketing to sales    70.0 %              –        1.5 d  no budget (4)

      Mind
        Awareness: inactivity not yet knowable
        Awareness: 2 stays already under way when the data begins: counted, left out of shares and times
        Purchase: inactivity not yet knowable
        Purchase: 2 stays already under way when the data begins: counted, left out of shares and times
        Dropped by silence: nothing from them for 30 days.
      "
    `)
  })

  it('passes the filter on and names it', async () => {
    const period = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 1, 1), period: 'lived' as const }
    const filter = { persona: 'it', ...period, where: { country: 'DE', size: 'a=b' } }
    const seen = witness({ map: async () => journeyMap({ filter }) })
    await run('figures b2b --persona it --from 2026-01-01 --to 2026-02-01 --period lived --where country=DE --where size=a=b', seen)
    expect(seen.asked[0]).toEqual({ name: 'map', given: ['b2b', filter] })
    expect(seen.out).toContain(
      'Only persona IT owner, what happened from 1 Jan 2026, what happened before 1 Feb 2026, country = DE at entry, size = a=b at entry\n',
    )
  })

  it('says when there are no figures yet', async () => {
    const seen = witness({ map: async () => journeyMap({ span: null, stages: [], handOffs: [] }) })
    await run('figures b2b', seen)
    expect(seen.out).toContain('No events meet the rules of this journey yet')
    const filtered = witness({ map: async () => journeyMap({ span: null, stages: [], handOffs: [], filter: { where: { sector: 'x' } } }) })
    await run('figures b2b --where sector=x', filtered)
    expect(filtered.out).toContain('No stay fits the filter.')
  })

  it('gives the whole map as JSON', async () => {
    const seen = witness({ map: async () => journeyMap() })
    await run('--json figures b2b', seen)
    expect(JSON.parse(seen.out)).toEqual(journeyMap())
  })
})

describe('subjects', () => {
  const row = {
    subject: 'c1',
    account: 'a1',
    persona: 'it',
    instance: 1,
    enteredAt: Date.UTC(2026, 0, 1),
    leftAt: null,
    openedBy: 'first',
    ending: 'stillIn',
    days: 30.4,
    underWay: true,
  }

  it('[M7] lists the stays behind a figure', async () => {
    const seen = witness({ subjects: async () => ({ total: 95, stays: 100, rows: [row] }) })
    expect(await run('subjects b2b --stage awareness --outcome still-in --limit 1 --offset 9', seen)).toBe(0)
    expect(seen.asked[0]).toEqual({
      name: 'subjects',
      given: ['b2b', { stage: 'awareness', set: 'stillIn', filter: { where: {} }, limit: 1, offset: 9 }],
    })
    expect(seen.out).toContain('awareness, still in stage: 95 subjects, 100 stays; 10–10 shown\n')
    expect(seen.out).toMatch(
      /^c1 {7}a1 {7}it {7}1 Jan 2026, 00:00 {2}still in {4}30 d {2}began their journey here {2}still in stage \(under way at start\)$/m,
    )
  })

  it('takes the name of a touchpoint', async () => {
    const seen = witness({ subjects: async () => ({ total: 0, stays: 0, rows: [] }) })
    await run(['subjects', 'b2b', '--stage', 'a', '--set', 'touchpoint', '--name', 'Pricing page'], seen)
    expect(seen.asked[0]?.given[1]).toMatchObject({ set: 'touchpoint', name: 'Pricing page' })
    expect(seen.out).toBe('a, met the touchpoint "Pricing page": 0 subjects, 0 stays; none shown\n')
  })
})

describe('timeline', () => {
  const day = (date: number) => Date.UTC(2026, 0, date)
  const event = {
    name: 'Page viewed',
    channel: 'web',
    touchpoint: 'Pricing',
    initiator: 'customer',
    source: 's',
    stage: 'awareness',
    properties: {},
  }
  const timeline: Timeline = {
    subject: 'c1',
    subjectType: 'contact',
    properties: [{ name: 'country', value: 'D\u001B[31mE', validFrom: null }],
    stays: [
      {
        subject: 'c1',
        account: '',
        persona: 'it',
        instance: 1,
        enteredAt: day(1),
        leftAt: day(5),
        openedBy: 'first',
        ending: 'droppedBySilence',
        days: 4,
        underWay: false,
        stage: 'awareness',
        stageName: 'Awareness',
      },
    ],
    events: [
      { ...event, occurredAt: day(6), initiator: 'company', stage: null },
      { ...event, occurredAt: day(1) },
    ],
    moreEvents: true,
  }

  it('tells stays and events in order of time, without control characters', async () => {
    const seen = witness({ journeys: async () => [summary('b2b')], timeline: async () => timeline })
    expect(await run('timeline c1', seen)).toBe(0)
    expect(seen.asked[1]).toEqual({ name: 'timeline', given: ['contact', 'c1', 'b2b'] })
    expect(seen.out.split('\n')).toEqual([
      'contact c1',
      '  country = D [31mE',
      '',
      '▸ Awareness: from 1 Jan 2026, 00:00 (began their journey here), until 5 Jan 2026, 00:00, dropped by silence, 4 d',
      '    1 Jan 2026, 00:00  Page viewed  (Pricing, web)',
      '    6 Jan 2026, 00:00  Page viewed  (Pricing, web, company, in no stage)',
      '  … and more events',
      '',
    ])
  })

  it.each([
    ['timeline x --journey deals', ['deal', 'x', 'deals']],
    ['timeline x --type deal', ['deal', 'x', 'deals']],
    ['timeline x --type order', ['order', 'x', null]],
  ])('finds the type and the journey: %s', async (line, given) => {
    const seen = witness({ journeys: async () => [summary('b2b'), summary('deals', 'deal')], timeline: async () => timeline })
    expect(await run(line, seen)).toBe(0)
    expect(seen.asked[1]).toEqual({ name: 'timeline', given })
  })

  it.each([
    ['timeline x', 2, 'say which with --type (contact, deal) or --journey'],
    ['timeline x --journey deal', 4, 'there is no journey "deal". Did you mean "deals"?'],
  ])('asks when it cannot know: %s', async (line, exit, message) => {
    const seen = witness({ journeys: async () => [summary('b2b'), summary('deals', 'deal')] })
    expect(await run(line, seen)).toBe(exit)
    expect(seen.err).toContain(message)
  })
})

describe('import', () => {
  const path = file('deals.csv', 'a,b\n')

  it('sums up and points to the rejects', async () => {
    const seen = witness({ importFile: async () => importOf() })
    expect(await run(['import', path, '--source', 'crm', '--mapping', file('m.yaml', 'x: 1')], seen)).toBe(0)
    expect(seen.asked[0]?.given[0]).toMatchObject({ path, source: 'crm', mapping: 'x: 1' })
    expect(seen.out).toBe(
      'deals.csv: imported in 2.5 s; 1 200 rows read, 1 000 events added to source "deals"\n  100 events were there already\n  100 rows rejected: see desirepath rejects i1\n',
    )
  })

  it('says how a file without a mapping was understood, and how to change that', async () => {
    const importFile: App['importFile'] = async ({ onUnderstood }) => {
      onUnderstood?.(['Each row is one deal, known by id.'])
      return importOf({ duplicates: 0, rejected: 0, message: 'only repeats what stands above' })
    }
    const guessed = witness({ importFile })
    expect(await run(['import', path], guessed)).toBe(0)
    expect(guessed.out).toContain(
      '  Without a mapping the columns were guessed:\n    Each row is one deal, known by id.\n  If that is wrong: desirepath mapping',
    )
    expect(guessed.out).not.toContain('only repeats')
    const told = witness({ importFile })
    await run(['import', path, '--mapping', file('m.yaml', 'x: 1')], told)
    expect(told.out).not.toContain('guessed')
  })

  it('shows the guessed mapping of a file as a mapping file, and imports nothing', async () => {
    const seen = witness({})
    const log = file('log.csv', 'user_id,event,time\nu1,login,2026-01-01T10:00:00Z\nu2,login,2026-01-02T10:00:00Z\n')
    expect(await run(['mapping', log], seen)).toBe(0)
    expect(seen.out).toContain('# Each row is one event, named by event, at time (iso).\n')
    expect(parseMapping(seen.out)).toMatchObject({ kind: 'events', name: ['event'], objects: [{ type: 'contact', column: 'user_id' }] })
    expect(seen.opened).toEqual([])
  })

  it('redraws one line of progress on a terminal', async () => {
    const going = importOf({ state: 'running', phase: 'reading', bytes: 1000, secondsLeft: 75 })
    let time = 1_000_000
    const seen = witness(
      {
        importFile: async ({ onProgress }) => {
          for (let step = 0; step < 3; step += 1) {
            onProgress?.(going)
            time += 60
          }
          return importOf()
        },
      },
      { terminal: true, now: () => time },
    )
    await run(['import', path], seen)
    const line = '\r\u001B[Kdeals.csv: reading 25 %, 1 200 rows, 50 000 rows/s, about 1 min left'
    expect(seen.err).toBe(`${line}${line}\r\u001B[K`)
  })

  it('cancels at Ctrl-C, reads no further file, and exits 7', async () => {
    const seen = witness({
      importFile: ({ signal }) =>
        new Promise((resolve) => {
          signal?.addEventListener('abort', () => resolve(importOf({ state: 'cancelled', rejected: 0 })))
          seen.interrupt()
        }),
    })
    expect(await run(['import', path, path], seen)).toBe(7)
    expect(seen.asked.map(({ name }) => name)).toEqual(['importFile', 'close'])
    expect(seen.out).toContain('Run the same import again to complete it; no event is stored twice.')
  })

  it.each([
    [importOf({ state: 'failed', message: 'no column holds a time' }), 3],
    [importOf({ events: 0, added: 0, rejected: 1200 }), 3],
    [importOf({ events: 0, added: 0, rejected: 3 }), 0],
    [importOf({ rows: 0, events: 0, added: 0, rejected: 0 }), 0],
  ])('tells by its exit code how it went: %o', async (progress, exit) => {
    const seen = witness({ importFile: async () => progress })
    expect(await run(['import', path, '--json'], seen)).toBe(exit)
    expect(JSON.parse(seen.out)).toEqual([progress])
    expect(seen.err).toBe('')
  })
})

describe('rejects', () => {
  const rows = [{ line: 7, code: 'time', message: 'unparsable time "x"', raw: '=1+1,"x"' }]
  const imports = async () => [
    importOf({ id: 'old', startedAt: 1 }),
    importOf({ id: 'new', startedAt: 2 }),
    importOf({ id: 'clean', startedAt: 3, rejected: 0 }),
  ]

  it('are those of the newest import that has any', async () => {
    const seen = witness({ imports, rejects: async () => ({ total: 1, rows }) })
    expect(await run('rejects', seen)).toBe(0)
    expect(seen.asked[1]).toEqual({ name: 'rejects', given: ['new', 50, 0] })
    expect(seen.out).toContain('Import new of deals.csv: 1 row rejected, 1 shown')
    expect(seen.out).toMatch(/^7 {5}time {2}unparsable time "x" {2}=1\+1,"x"$/m)
  })

  it('are all written as CSV, page by page, safe for spreadsheets', async () => {
    const pages = [Array.from({ length: 10_000 }, () => rows[0] as (typeof rows)[0]), rows]
    const seen = witness({ imports, rejects: async (_, limit, offset) => ({ total: 10_001, rows: pages[offset / limit] ?? [] }) })
    expect(await run('rejects old --csv', seen)).toBe(0)
    const lines = seen.out.trimEnd().split('\n')
    expect(lines).toHaveLength(10_002)
    expect(lines.at(-1)).toBe('7,time,"unparsable time ""x""","\'=1+1,""x"""')
  })

  it('names the imports near to an unknown one', async () => {
    const seen = witness({ imports })
    expect(await run('rejects clea', seen)).toBe(4)
    expect(seen.err).toContain('there is no import "clea". Did you mean "clean"?')
  })

  it('says when there are none', async () => {
    const seen = witness({ imports: async () => [] })
    expect(await run('rejects', seen)).toBe(0)
    expect(seen.out).toBe('No import has rejected rows.\n')
  })
})

describe('doctor', () => {
  it('exits 1 when something is at fault', async () => {
    const checks = [
      { name: 'engine', ok: true, message: 'chDB 26.7 answers' },
      { name: 'disk', ok: false, message: '10 MB left' },
    ]
    const seen = witness({ doctor: async () => checks })
    expect(await run('doctor', seen)).toBe(1)
    expect(seen.out).toBe('well   engine: chDB 26.7 answers\nFAULT  disk: 10 MB left\n')
  })

  it('tells why the data directory cannot be opened', async () => {
    const openApp = () => Promise.reject(new AppError('locked', 'held by another'))
    const seen = witness({}, { openApp })
    expect(await run('doctor --json', seen)).toBe(6)
    expect(JSON.parse(seen.out)).toEqual([{ name: 'data directory', ok: false, message: 'held by another' }])
  })
})

describe('serve', () => {
  const serving = (seen: { closed: boolean; options?: unknown }) => async (_: App, options: unknown) => {
    seen.options = options
    const close = async () => {
      seen.closed = true
    }
    return { url: 'http://127.0.0.1:4400', close }
  }

  it('shows where the page is, and ends at Ctrl-C', async () => {
    const server = { closed: false }
    const journeys = [{ id: 'b2b', name: 'B2B' }] as JourneySummary[]
    const map = async () => {
      throw new AppError('store', 'no room')
    }
    const seen = witness({ announce: async () => {}, journeys: async () => journeys, map }, { startServer: serving(server) })
    const running = run('serve', seen)
    await expect.poll(() => seen.out).toContain('Open http://127.0.0.1:4400')
    expect(seen.asked).toEqual([
      { name: 'announce', given: ['http://127.0.0.1:4400'] },
      { name: 'journeys', given: [] },
      { name: 'map', given: ['b2b', { where: {} }] },
    ])
    expect(server).toMatchObject({ closed: false, options: { port: 4400, host: '127.0.0.1' } })
    seen.interrupt()
    expect(await running).toBe(0)
    expect(server.closed).toBe(true)
    expect(seen.err).toBe('The map of B2B cannot be computed yet: no room\n')
  })

  it('warns before it opens the data to the network', async () => {
    const seen = witness({ announce: async () => {}, journeys: async () => [] }, { startServer: serving({ closed: false }) })
    const running = run('serve --host 0.0.0.0 --port 0', seen)
    await expect.poll(() => seen.out).toContain('Open')
    expect(seen.err).toContain('everyone who can reach this machine sees all data in /work/.desirepath')
    seen.interrupt()
    await running
  })
})

describe('demo', () => {
  const demoCompany: Witness['surroundings']['demoCompany'] = async (size) => ({
    journeyText: `id: b2b # ${size}`,
    files: [
      { name: 'crm.csv', mapping: 'kind: wide' },
      { name: 'web.ndjson', mapping: 'kind: events' },
    ],
    lines: () => ['web.ndjson', 'crm.csv', 'web.ndjson'].map((file, position) => ({ file, line: `${position}` })),
  })
  const data = join(folder, 'demo')
  const read: string[] = []
  const answers = (known: string[]): Partial<App> => ({
    imports: async () => known.map((source) => importOf({ source })),
    importFile: async ({ path }) => {
      read.push(readFileSync(path, 'utf8'))
      return importOf()
    },
    applyJourney: async () => ({ summary: summary('b2b'), findings: [] }),
    map: async () => journeyMap(),
  })

  it('makes the company, prints the map and ends', async () => {
    const seen = witness(answers([]), { demoCompany })
    expect(await run(['demo', '--once', '--small', '--data', data], seen)).toBe(0)
    expect(seen.asked.map(({ name }) => name)).toEqual(['imports', 'importFile', 'importFile', 'applyJourney', 'map', 'close'])
    expect(read).toEqual(['1\n', '0\n2\n'])
    expect(seen.asked[2]?.given[0]).toMatchObject({ source: 'web', mapping: 'kind: events' })
    expect(existsSync(join(data, 'demo'))).toBe(false)
    expect(seen.asked[3]?.given).toEqual(['id: b2b # small'])
    expect(seen.out).toContain('B2B software (b2b), version 3')
  })

  it('completes what a run before did not', async () => {
    const seen = witness(answers(['web']), { demoCompany })
    await run(['demo', '--once', '--data', data], seen)
    expect(seen.asked.filter(({ name }) => name === 'importFile').map(({ given }) => (given[0] as { source: string }).source)).toEqual([
      'crm',
    ])
    const again = witness(answers(['web', 'crm']), { demoCompany })
    await run(['demo', '--once', '--data', data], again)
    expect(again.asked.map(({ name }) => name)).toEqual(['imports', 'applyJourney', 'map', 'close'])
    expect(again.err).toBe('')
  })

  it('keeps the two sizes apart from each other and from your own data', async () => {
    const homes: string[] = []
    for (const line of ['demo --once', 'demo --once --small']) {
      const seen = witness(answers(['web', 'crm']), { demoCompany })
      await run(line, seen)
      homes.push(seen.opened[0]?.data ?? '')
    }
    expect(homes).toEqual(['/work/.desirepath-demo', '/work/.desirepath-demo-small'])
  })
})
