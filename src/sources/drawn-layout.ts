import { AppError } from '../core/error.ts'
import type { LifecyclePhase } from '../model/journey.ts'
import { mostStages } from '../model/journey-findings.ts'
import { headOfLabel, laneOfLabel, phaseOfName, plainLabel } from './lane-words.ts'

/** A table read as a map: what stands above it, its stages with the columns each spans, and its rows. */
export interface DrawnLayout {
  name: string | null
  description: string
  personas: readonly { name: string; description: string }[]
  stages: readonly { name: string; phase: LifecyclePhase | null; columns: readonly number[] }[]
  rows: readonly { label: string; cells: readonly string[] }[]
  transposed: boolean
  notes: readonly string[]
}

type Cells = readonly (readonly string[])[]

const searched = 12

/** Finds out how a table is a map: which way it lies, the row that names the stages, and what stands above. `transposed` null: guessed. Errors: `invalid`. */
export function layoutOf(table: Cells, transposed: boolean | null): DrawnLayout {
  const given = trimmed(pivoted(table) ?? table)
  if (given.length === 0)
    throw new AppError('invalid', 'There is no filled cell in it. A drawn map has stages as columns and lanes such as Actions as rows.')
  const width = Math.max(...given.map((row) => row.length))
  if (width === 1)
    throw new AppError(
      'invalid',
      'It has one column only. A drawn map needs a column with the names of its rows and one for each stage; if it has more, save it as XLSX, or as CSV with commas between the cells.',
    )
  const turned = transpose(given)
  const lying = transposed ?? bestColumn(turned).known > bestColumn(given).known
  const cells = lying ? turned : given
  const column = bestColumn(cells).column
  return { ...read(cells, column), transposed: lying }
}

/** The column among the first whose cells name most lanes. */
function bestColumn(cells: Cells): { column: number; known: number } {
  const known = [0, 1, 2].map((column) => new Set(cells.map((row) => laneOfLabel(row[column] ?? ''))).size - 1)
  const most = Math.max(...known)
  return most < 2 ? { column: 0, known: known[0] ?? 0 } : { column: known.indexOf(most), known: most }
}

function read(cells: Cells, column: number): Omit<DrawnLayout, 'transposed'> {
  const labels = cells.map((row) => (row[column] ?? '').trim())
  const valuesOf = (row: readonly string[]) => row.slice(column + 1).map((cell) => cell.trim())
  const namesStages = (place: number) => isStageRow(labels[place] ?? '', valuesOf(cells[place] ?? []))
  const explicit = labels.slice(0, searched * 2).findLastIndex((_, place) => namesStages(place))
  const firstLane = labels.findIndex((label, place) => place > explicit && laneOfLabel(label) !== null)
  const filled = cells.findIndex((row) => distinct(valuesOf(row)) > 1)
  const above = explicit >= 0 ? explicit + 1 : firstLane >= 0 ? firstLane : filled + 1
  const head = readHead(cells.slice(0, above), column)
  const body = cells.slice(above).map((row) => ({ label: (row[column] ?? '').trim(), cells: valuesOf(row) }))
  const width = Math.max(0, ...cells.map((row) => row.length)) - column - 1
  const stages = stagesOf(head.stages, head.phases, body, width)
  const notes = [...head.notes, ...(head.stages === null ? ['No row names the stages, so they are numbered.'] : [])]
  return { name: head.name, description: head.description, personas: head.personas, stages, rows: joined(body), notes }
}

/** A row that says of itself that it names the stages, and does. */
function isStageRow(label: string, values: readonly string[]): boolean {
  return (
    headOfLabel(label) === 'stage' &&
    plainLabel(label).split(' ').length <= 3 &&
    distinct(values) > 0 &&
    values.every((value) => !value.includes('\n'))
  )
}

interface Head extends Pick<DrawnLayout, 'name' | 'description' | 'personas' | 'notes'> {
  stages: readonly string[] | null
  phases: readonly string[] | null
}

function readHead(rows: Cells, column: number): Head {
  const named: { label: string; values: string[] }[] = []
  const texts: string[] = []
  const personas: { name: string; description: string }[] = []
  const found = { name: null as string | null }
  for (const row of rows) {
    const label = (row[column] ?? '').trim()
    const values = row.slice(column + 1).map((cell) => cell.trim())
    const kind = headOfLabel(label)
    const filled = values.filter((value) => value !== '')
    const title = distinct(row.map((cell) => cell.trim())) === 1 ? (row.find((cell) => cell.trim() !== '') ?? '').trim() : null
    const personaInLabel = kind === 'persona' && label.includes(':') && filled.length > 0
    if (personaInLabel) readTitle([label, ...new Set(filled)].join(', '), found, personas, texts)
    else if (kind === 'persona' && title === null)
      personas.push({ name: filled[0] ?? label, description: [...new Set(filled.slice(1))].join(' ') })
    else if (title !== null) readTitle(title, found, personas, texts)
    else if (distinct(values) === 1 && kind === 'name' && found.name === null) found.name = filled[0] ?? null
    else if (distinct(values) === 1 && kind === 'description') texts.push(filled[0] ?? '')
    else if (distinct(values) === 1 && kind !== 'stage') texts.push(`${label}${label === '' ? '' : ': '}${filled[0]}`)
    else if (filled.length > 0) named.push({ label, values })
  }
  const stages = named.at(-1) ?? null
  const phases = named.length > 1 ? (named.at(-2) ?? null) : null
  const notes = named
    .slice(0, -2)
    .map(({ label, values }) => `Not kept, from above the stages: ${[label, ...values].filter(Boolean).join(' | ')}`)
  return { ...found, description: texts.join('\n'), personas, stages: stages?.values ?? null, phases: phases?.values ?? null, notes }
}

/** A line with one text: a persona where it says so, else the title, later ones the description. */
function readTitle(
  title: string,
  found: { name: string | null },
  personas: { name: string; description: string }[],
  texts: string[],
): void {
  const persona = /^[^:\n]{0,30}?persona[^:\n]{0,10}[:–-]\s*([^\n]+)/i.exec(title)
  if (persona !== null) {
    const [name = '', ...rest] = (persona[1] ?? '').split(/[,;]\s*/)
    personas.push({ name, description: [rest.join(', '), title.slice(persona[0].length)].join(' ').trim() })
  } else if (found.name === null) found.name = title.replace(/^(customer )?journey( map)?:\s*/i, '')
  else texts.push(title)
}

/** Neighbouring columns of one name, or of none after a named one, are one stage: a merged cell. */
function stagesOf(
  names: readonly string[] | null,
  phases: readonly string[] | null,
  body: readonly { cells: readonly string[] }[],
  width: number,
): DrawnLayout['stages'] {
  const stages: { name: string; phase: LifecyclePhase | null; columns: number[] }[] = []
  let [phase, before] = ['', '']
  for (let column = 0; column < width; column += 1) {
    const name = names === null ? `Stage ${column + 1}` : oneLine(names[column] ?? '')
    const ownPhase = oneLine(phases?.[column] ?? '')
    if (name === '' && stages.length === 0 && body.every((row) => (row.cells[column] ?? '') === '')) continue
    phase = ownPhase === '' ? phase : ownPhase
    if (stages.length > 0 && (name === '' || name === before)) stages.at(-1)?.columns.push(column)
    else stages.push({ name: name === '' ? 'Stage 1' : name, phase: phaseOfName(phase) ?? phaseOfName(name), columns: [column] })
    if (name !== '') before = name
  }
  if (stages.length === 0)
    throw new AppError(
      'invalid',
      'No stage was found beside the names of the rows. A drawn map has stages as columns and lanes such as Actions as rows; turn it (--transpose) if it lies the other way.',
    )
  if (stages.length > mostStages)
    throw new AppError(
      'invalid',
      `Read this way it has ${stages.length} stages; a map has at most ${mostStages}. Turn it (--transpose) if its rows are the stages; a table of what happened is imported under Imports.`,
    )
  return stages
}

/** A row without a label goes on with the one before, as below a merged cell; rows that hold nothing at all are left out. */
function joined(body: readonly { label: string; cells: readonly string[] }[]): { label: string; cells: string[] }[] {
  const rows: { label: string; cells: string[] }[] = []
  for (const { label, cells } of body) {
    const last = rows.at(-1)
    if (label === '' && cells.every((cell) => cell === '')) continue
    if (last !== undefined && (label === '' || label === last.label))
      last.cells = Array.from({ length: Math.max(last.cells.length, cells.length) }, (_, i) =>
        [last.cells[i], cells[i]].filter(Boolean).join('\n'),
      )
    else rows.push({ label, cells: [...cells] })
  }
  return rows
}

const listWords = {
  stage: ['stage', 'phase', 'step', 'frame', 'column'],
  lane: ['lane', 'row', 'category', 'type', 'section', 'tag', 'swimlane'],
  text: ['text', 'content', 'note', 'sticky', 'card', 'title', 'item'],
}

/** A list of notes (columns stage, lane, text) as a table; null where it is none. */
function pivoted(table: Cells): string[][] | null {
  const [head = [], ...rows] = table.filter((row) => row.some((cell) => cell.trim() !== ''))
  const place = (words: readonly string[]) => head.findIndex((cell) => words.some((word) => plainLabel(cell).split(' ').includes(word)))
  const [stage, lane, text] = [place(listWords.stage), place(listWords.lane), place(listWords.text)]
  if (rows.length < 2 || Math.min(stage, lane, text) < 0 || new Set([stage, lane, text]).size < 3) return null
  const stages = [...new Set(rows.map((row) => (row[stage] ?? '').trim()))].filter((name) => name !== '')
  const lanes = [...new Set(rows.map((row) => (row[lane] ?? '').trim()))].filter((name) => name !== '')
  const noteOf = (row: readonly string[]) => `• ${(row[text] ?? '').trim().replaceAll('\n', '\n  ')}`
  const notes = (ofLane: string, ofStage: string) =>
    rows
      .filter((row) => (row[lane] ?? '').trim() === ofLane && (row[stage] ?? '').trim() === ofStage && (row[text] ?? '').trim() !== '')
      .map(noteOf)
  return [['Stage', ...stages], ...lanes.map((name) => [name, ...stages.map((ofStage) => notes(name, ofStage).join('\n'))])]
}

function trimmed(table: Cells): string[][] {
  const rows = table.filter((row) => row.some((cell) => cell.trim() !== ''))
  const width = Math.max(0, ...rows.map((row) => row.findLastIndex((cell) => cell.trim() !== '') + 1))
  const first = Math.min(...rows.map((row) => row.findIndex((cell) => cell.trim() !== '')))
  return rows.map((row) => Array.from({ length: width }, (_, i) => row[i] ?? '').slice(first))
}

function transpose(cells: Cells): string[][] {
  const width = Math.max(0, ...cells.map((row) => row.length))
  return Array.from({ length: width }, (_, column) => cells.map((row) => row[column] ?? ''))
}

function distinct(values: readonly string[]): number {
  return new Set(values.filter((value) => value !== '')).size
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
