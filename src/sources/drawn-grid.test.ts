import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { emptyLanes, type HumanLanes, type Journey, lifecyclePhases } from '../model/journey.ts'
import { normaliseJourney } from '../model/normalise-journey.ts'
import { parseJourney } from '../model/parse-journey.ts'
import { drawnGrid } from './drawn-grid.ts'
import { drawMap } from './drawn-map.ts'
import { readGrid } from './read-grid.ts'
import { csvOf } from './write-csv.ts'
import { xlsxOf } from './write-xlsx.ts'

const folder = mkdtempSync(join(tmpdir(), 'drawn-grid-'))
afterAll(() => rmSync(folder, { recursive: true }))

const piece = fc.constantFrom(
  '=SUM(A1)',
  '+49 30',
  '-3',
  '- x',
  '• y',
  '1. z',
  '@me',
  "'=q",
  'a,b;c',
  'say "so"',
  '\t',
  ' ',
  '\n',
  '  deep',
  'é 😀',
  'Goals',
  'neutral',
  '5',
)
const text = fc
  .array(piece, { minLength: 1, maxLength: 4 })
  .map((pieces) => pieces.join('').trim())
  .filter((one) => one !== '')
const name = fc
  .tuple(fc.constantFrom('Trial', '=1+1', '-low', '@home', "'=x", 'Kauf', 'Phase 2'), fc.nat(9))
  .map(([word, n]) => `${word} ${n}`)
const lanes = fc.record(
  Object.fromEntries(Object.keys(emptyLanes).map((lane) => [lane, fc.array(text, { maxLength: 3 })])),
) as unknown as fc.Arbitrary<HumanLanes>
const stage = fc.record({
  name,
  lanes,
  lifecycle: fc.constantFrom(...lifecyclePhases),
  emotion: fc.option(fc.integer({ min: -8, max: 8 }).map((quarters) => quarters / 4)),
})
const journeys = fc
  .record({
    name,
    personas: fc.uniqueArray(name, { maxLength: 2 }),
    stages: fc.uniqueArray(stage, { minLength: 1, maxLength: 6, selector: (one) => one.name }),
  })
  .map(({ name: title, personas, stages }): Journey => {
    const bare = normaliseJourney({
      journey: 'j',
      name: title,
      subject: 'contact',
      personas: personas.map((one, i) => ({ id: `p${i}`, name: one, description: 'Who.' })),
      stages: stages.map(({ name: own, lifecycle }, i) => ({ id: `s${i}`, name: own, lifecycle })),
    })
    return {
      ...bare,
      stages: bare.stages.map((one, i) => ({
        ...one,
        lanes: stages[i]?.lanes ?? emptyLanes,
        intended: { ...one.intended, emotion: stages[i]?.emotion ?? null },
      })),
    }
  })

/** What a table keeps of a journey. Where all intended emotions are whole and in 1 to 2 it is still −2 to 2 that is read. */
const kept = ({ name: title, personas, stages }: Journey) => ({
  title,
  personas: personas.map((one) => [one.name, one.description]),
  stages: stages.map(({ name: own, lifecycle, lanes: words, intended }) => ({ own, lifecycle, words, emotion: intended.emotion })),
})

const options = { id: null, name: null, subject: 'contact', transposed: null, lanes: {}, fallbackName: 'x' }

it('a journey written as a table and read back has the same words, as CSV and as a spreadsheet', async () => {
  await fc.assert(
    fc.asyncProperty(journeys, fc.constantFrom('csv', 'xlsx'), async (journey, format) => {
      const path = join(folder, `map.${format}`)
      const rows = drawnGrid(journey)
      writeFileSync(path, format === 'csv' ? csvOf(rows) : xlsxOf(rows, journey.name))
      const drawn = drawMap((await readGrid(path)).rows, options)
      const read = parseJourney(drawn.text).journey
      if (read === null) throw new Error(`not sound: ${drawn.text}`)
      expect(kept(read)).toEqual(kept(journey))
    }),
    { numRuns: 150 },
  )
}, 60_000)

it('no cell begins as a formula, and a spreadsheet program reads every cell as text', async () => {
  const [journey] = fc.sample(
    journeys.filter(({ stages }) => stages.some((one) => one.name.startsWith('='))),
    { numRuns: 1, seed: 7 },
  )
  if (journey === undefined) throw new Error('nothing drawn')
  const rows = drawnGrid(journey)
  for (const cell of rows.flat()) expect(/^[=+@\t\r]|^-(?!\d+(\.\d+)?$)/.test(cell), cell).toBe(false)
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(xlsxOf(rows, journey.name).slice().buffer as ArrayBuffer)
  const sheet = book.worksheets[0]
  for (const [r, row] of rows.entries()) for (const [c, cell] of row.entries()) expect(sheet?.getCell(r + 1, c + 1).value ?? '').toBe(cell)
})
