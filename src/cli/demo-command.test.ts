import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { App } from '../app/app.ts'
import { importOf, journeyMap, runLine, summaryOf, type Witness, witness } from './fake-app.test-support.ts'
import { temporaryFiles } from './temporary-files.test-support.ts'

const { folder } = temporaryFiles()

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
    applyJourney: async () => ({ summary: summaryOf('b2b'), findings: [] }),
    map: async () => journeyMap(),
  })

  it('makes the company, prints the map and ends', async () => {
    const seen = witness(answers([]), { demoCompany })
    expect(await runLine(['demo', '--once', '--small', '--data', data], seen)).toBe(0)
    expect(seen.asked.map(({ name }) => name)).toEqual(['imports', 'importFile', 'importFile', 'applyJourney', 'map', 'close'])
    expect(read).toEqual(['1\n', '0\n2\n'])
    expect(seen.asked[2]?.given[0]).toMatchObject({ source: 'web', mapping: 'kind: events' })
    expect(existsSync(join(data, 'demo'))).toBe(false)
    expect(seen.asked[3]?.given).toEqual(['id: b2b # small'])
    expect(seen.out).toContain('B2B software (b2b), version 3')
  })

  it('completes what a run before did not', async () => {
    const seen = witness(answers(['web']), { demoCompany })
    await runLine(['demo', '--once', '--data', data], seen)
    expect(seen.asked.filter(({ name }) => name === 'importFile').map(({ given }) => (given[0] as { source: string }).source)).toEqual([
      'crm',
    ])
    const again = witness(answers(['web', 'crm']), { demoCompany })
    await runLine(['demo', '--once', '--data', data], again)
    expect(again.asked.map(({ name }) => name)).toEqual(['imports', 'applyJourney', 'map', 'close'])
    expect(again.err).toBe('')
  })

  it('keeps the two sizes apart from each other and from your own data', async () => {
    const homes: string[] = []
    for (const line of ['demo --once', 'demo --once --small']) {
      const seen = witness(answers(['web', 'crm']), { demoCompany })
      await runLine(line, seen)
      homes.push(seen.opened[0]?.data ?? '')
    }
    expect(homes).toEqual(['/work/.desirepath-demo', '/work/.desirepath-demo-small'])
  })
})
