import { describe, expect, it } from 'vitest'
import type { App } from '../app/app.ts'
import { parseMapping } from '../sources/mapping.ts'
import { importOf, runLine, witness } from './fake-app.test-support.ts'
import { temporaryFiles } from './temporary-files.test-support.ts'

const { file } = temporaryFiles()

describe('import', () => {
  const path = file('deals.csv', 'a,b\n')

  it('sums up and points to the rejects', async () => {
    const seen = witness({ importFile: async () => importOf() })
    expect(await runLine(['import', path, '--source', 'crm', '--mapping', file('m.yaml', 'x: 1')], seen)).toBe(0)
    expect(seen.asked[0]?.given[0]).toMatchObject({ path, source: 'crm', mapping: 'x: 1' })
    expect(seen.out).toBe(
      'deals.csv: imported in 2.5 s; 1 200 rows read, 1 000 events added to source "deals"\n  100 events were there already\n  100 rows rejected: see desirepath rejects i1\n',
    )
  })

  it('says how a file without a mapping was understood, and how to change that', async () => {
    const importFile: App['importFile'] = async ({ onUnderstood }) => {
      onUnderstood?.(['Each row is one deal, known by id.'])
      return importOf({ duplicates: 0, rejected: 0, message: '2 of 100 events are before 2005' })
    }
    const guessed = witness({ importFile })
    expect(await runLine(['import', path], guessed)).toBe(0)
    expect(guessed.out).toContain(
      '  Without a mapping the columns were guessed:\n    Each row is one deal, known by id.\n  If that is wrong: desirepath mapping',
    )
    expect(guessed.out).toContain('  2 of 100 events are before 2005\n')
    const told = witness({ importFile })
    await runLine(['import', path, '--mapping', file('m.yaml', 'x: 1')], told)
    expect(told.out).not.toContain('guessed')
  })

  it('shows the guessed mapping of a file as a mapping file, and imports nothing', async () => {
    const seen = witness({})
    const log = file('log.csv', 'user_id,event,time\nu1,login,2026-01-01T10:00:00Z\nu2,login,2026-01-02T10:00:00Z\n')
    expect(await runLine(['mapping', log], seen)).toBe(0)
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
          for (let step = 0; step < 3; step += 1) onProgress?.(going)
          return importOf()
        },
      },
      {
        terminal: true,
        now: () => {
          time += 60
          return time
        },
      },
    )
    await runLine(['import', path], seen)
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
    expect(await runLine(['import', path, path], seen)).toBe(7)
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
    expect(await runLine(['import', path, '--json'], seen)).toBe(exit)
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
    expect(await runLine('rejects', seen)).toBe(0)
    expect(seen.asked[1]).toEqual({ name: 'rejects', given: ['new', 50, 0] })
    expect(seen.out).toContain('Import new of deals.csv: 1 row rejected, 1 shown')
    expect(seen.out).toMatch(/^7 {5}time {2}unparsable time "x" {2}=1\+1,"x"$/m)
  })

  it('are all written as CSV, page by page, safe for spreadsheets', async () => {
    const pages = [Array.from({ length: 10_000 }, () => rows[0] as (typeof rows)[0]), rows]
    const seen = witness({ imports, rejects: async (_, limit, offset) => ({ total: 10_001, rows: pages[offset / limit] ?? [] }) })
    expect(await runLine('rejects old --csv', seen)).toBe(0)
    const lines = seen.out.trimEnd().split('\n')
    expect(lines).toHaveLength(10_002)
    expect(lines.at(-1)).toBe('7,time,"unparsable time ""x""","\'=1+1,""x"""')
  })

  it('names the imports near to an unknown one', async () => {
    const seen = witness({ imports })
    expect(await runLine('rejects clea', seen)).toBe(4)
    expect(seen.err).toContain('there is no import "clea". Did you mean "clean"?')
  })

  it('says when there are none', async () => {
    const seen = witness({ imports: async () => [] })
    expect(await runLine('rejects', seen)).toBe(0)
    expect(seen.out).toBe('No import has rejected rows.\n')
  })
})
