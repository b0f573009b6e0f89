import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mapsDesk } from '../app/maps-desk.ts'
import { parseJourney } from '../model/parse-journey.ts'
import { runLine, summaryOf, witness } from './fake-app.test-support.ts'
import { temporaryFiles } from './temporary-files.test-support.ts'

const { file } = temporaryFiles()
const table = 'Stage,Discover,Buy\nActions,Reads,Calls\nKPIs,visits,deals\n'
const journeys = {
  list: async () => [summaryOf('b2b')],
  version: async () => ({
    journey: parseJourney('journey: b2b\nsubject: contact\nstages: [{ id: a, lifecycle: growth, actions: "=x" }]').journey,
  }),
} as unknown as Parameters<typeof mapsDesk>[0]
const desk = mapsDesk(journeys, async () => ({
  objectTypes: ['account'],
  names: ['Demo requested'],
  channels: [],
  touchpoints: [],
  eventProperties: [],
  objectProperties: {},
}))

describe('map import', () => {
  it('prints the journey below what became of each row, and keeps nothing', async () => {
    const seen = witness({ readDrawnMap: desk.readDrawnMap })
    expect(await runLine(['map', 'import', file('b2b.csv', table)], seen)).toBe(0)
    expect(seen.out).toContain('2 stages.\n#   Actions: actions, by its name (2 filled cells)\n#   KPIs: left out (2 filled cells)\n')
    expect(seen.out).toContain('# KPIs / Buy: deals\njourney: b2b-2\n')
    expect(seen.out).toContain('# It is the journey of each account, since the data hold no contact.\n')
    expect(seen.out).toContain('\nsubject: account\n')
    expect(parseJourney(seen.out).journey?.stages[1]).toMatchObject({ name: 'Buy', entry: null, lanes: { actions: ['Calls'] } })
  })

  it('keeps it with --apply, writes it with --out, takes a lane that a person names', async () => {
    const applied = witness({ readDrawnMap: desk.readDrawnMap, applyJourney: async () => ({ summary: summaryOf('b2b'), findings: [] }) })
    expect(await runLine(['map', 'import', file('b.csv', table), '--apply', '--id', 'mine', '--lane', 'KPIs=goals'], applied)).toBe(0)
    expect(applied.out).toContain('KPIs: goals, as you said')
    expect(String(applied.asked[1]?.given[0])).toContain('journey: mine\n')
    const path = file('c.csv', table)
    const out = join(path, '..', 'c.yaml')
    const written = witness({ readDrawnMap: desk.readDrawnMap })
    await runLine(['map', 'import', path, '--out', out], written)
    expect(parseJourney(readFileSync(out, 'utf8')).journey?.stages).toHaveLength(2)
  })

  it.each([
    [['--lane', 'KPIs=goal'], 'is not of the form "Row=lane"'],
    [['--out', 'x.yaml', '--apply'], 'give one of them'],
  ])('refuses %j', async (options, message) => {
    const seen = witness({})
    expect(await runLine(['map', 'import', file('d.csv', table), ...options], seen)).toBe(2)
    expect(seen.err).toContain(message)
  })
})

describe('map export', () => {
  it('prints CSV without formulas, and writes by the ending', async () => {
    const answers = { drawnMap: desk.drawnMap, journeys: async () => [summaryOf('b2b')] }
    const seen = witness(answers)
    await runLine('map export b2b', seen)
    expect(seen.out).toContain('\r\nActions,• =x\r\n')
    const wrong = witness(answers)
    expect(await runLine('map export b2b --out map.pdf', wrong)).toBe(2)
    expect(wrong.err).toContain('ends neither in .csv nor in .xlsx')
    const out = join(file('e.csv', table), '..', 'e.xlsx')
    await runLine(['map', 'export', 'b2b', '--out', out], witness(answers))
    expect(readFileSync(out).subarray(0, 2).toString()).toBe('PK')
  })
})
