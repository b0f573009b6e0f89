import { stringify } from 'yaml'
import { AppError } from '../core/error.ts'
import { emptyLanes, type HumanLanes, type LifecyclePhase } from '../model/journey.ts'
import type { JourneySpec, StageSpec } from '../model/journey-spec.ts'
import { entriesOf, unguarded } from './cell-entries.ts'
import { emotionsOf } from './drawn-emotion.ts'
import { type DrawnLayout, layoutOf } from './drawn-layout.ts'
import { type LaneId, laneOfLabel, plainLabel } from './lane-words.ts'

/** What a row of the table became: a lane, or `null` where it was left out. `how`: by its name, by a person's choice, or not at all. */
export interface DrawnRow {
  label: string
  lane: LaneId | null
  how: 'matched' | 'chosen' | 'left'
  filled: number
  example: string
}

/** A table read as a journey that is drawn, not measured (rule J6). */
export interface DrawnMap {
  spec: JourneySpec
  /** The definition as YAML; comments keep what no lane took. */
  text: string
  transposed: boolean
  rows: readonly DrawnRow[]
  notes: readonly string[]
}

/** How a table is read, where a person said so. `lanes`: by label; "leave" leaves a row out. `id`, `name` null: from the title. */
export interface DrawnOptions {
  id: string | null
  name: string | null
  subject: string
  transposed: boolean | null
  lanes: Readonly<Record<string, LaneId | 'leave'>>
  /** What the map is called where the table has no title, such as the file's name. */
  fallbackName: string
}

/** Where rows can go. */
export const laneIds: readonly LaneId[] = [...(Object.keys(emptyLanes) as (keyof HumanLanes)[]), 'emotion']

/** Reads a table of stages and lanes as a journey definition (rule J6). Nothing is lost: what no lane takes stands in comments. Errors: `invalid`, `usage`. */
export function drawMap(table: readonly (readonly string[])[], options: DrawnOptions, before: readonly string[] = []): DrawnMap {
  const layout = layoutOf(table, options.transposed)
  const chosen = new Map(Object.entries(options.lanes).map(([label, lane]) => [plainLabel(label), lane]))
  checkChosen(layout, options.lanes)
  const notes = [...before, ...layout.notes]
  const stages = layout.stages.map(() => ({ lanes: {} as Partial<Record<keyof HumanLanes, string[]>>, emotion: null as number | null }))
  const left: string[] = []
  const rows = layout.rows.map(({ label, cells }): DrawnRow => {
    const wanted = chosen.get(plainLabel(label))
    const lane = wanted === undefined ? laneOfLabel(label) : wanted === 'leave' ? null : wanted
    const values = layout.stages.map(({ columns }) => columns.map((column) => cells[column] ?? '').filter((cell) => cell !== ''))
    const filled = values.filter((one) => one.length > 0).length
    if (lane === null) left.push(...leftLines(label, layout, values))
    const kept = lane === null ? null : fill(stages, lane, label, values, { notes, asWords: wanted === 'emotions' })
    const how = lane === null ? 'left' : wanted === undefined ? 'matched' : 'chosen'
    return { label, lane: kept, how, filled, example: values.flat()[0]?.slice(0, 120) ?? '' }
  })
  const name = unguarded(options.name ?? layout.name ?? options.fallbackName).trim() || 'Drawn map'
  const spec: JourneySpec = {
    journey: options.id ?? idOf(name, 'drawn-map', []),
    name,
    ...(layout.description === '' ? {} : { description: unguarded(layout.description) }),
    subject: options.subject,
    ...personasOf(layout),
    stages: stagesOf(layout, stages, notes),
  }
  return { spec, text: textOf(spec, left), transposed: layout.transposed, rows, notes }
}

interface FilledStage {
  lanes: Partial<Record<keyof HumanLanes, string[]>>
  emotion: number | null
}

/** Puts a row into its lane; gives the lane that took it: feelings on a known scale are the intended emotion, unless a person wants words. */
function fill(
  stages: readonly FilledStage[],
  lane: LaneId,
  label: string,
  values: readonly (readonly string[])[],
  { notes, asWords }: { notes: string[]; asWords: boolean },
): LaneId {
  const cells = values.map((own) => own.join('\n'))
  const feelings = (lane === 'emotion' || lane === 'emotions') && !asWords ? emotionsOf(cells, label) : null
  const free = stages.every(({ emotion }) => emotion === null)
  if (feelings !== null && free) {
    notes.push(`Row "${label}" is the intended emotion, from ${feelings.scale}.`)
    for (const [i, value] of feelings.values.entries()) if (value !== null && stages[i]) stages[i].emotion = value
    if (!feelings.keepsWords) return 'emotion'
  } else if (feelings !== null) notes.push(`Row "${label}" is kept as words: a row above it is the intended emotion.`)
  else if (lane === 'emotion' && cells.some((cell) => cell !== ''))
    notes.push(`Row "${label}" is on no scale that is known (−2 to 2, 1 to 5, faces), so it is kept as words.`)
  const key = lane === 'emotion' ? 'emotions' : lane
  for (const [i, own] of values.entries()) {
    const entries = own.flatMap(entriesOf)
    const stage = stages[i]
    if (stage !== undefined && entries.length > 0) stage.lanes[key] = [...(stage.lanes[key] ?? []), ...entries]
  }
  return key
}

function stagesOf(layout: DrawnLayout, filled: readonly FilledStage[], notes: string[]): StageSpec[] {
  const ids: string[] = []
  const guessed: string[] = []
  let phase: LifecyclePhase = 'awareness'
  const stages = layout.stages.map(({ name: written, phase: told }, i): StageSpec => {
    const name = unguarded(written)
    const id = idOf(name, `stage-${i + 1}`, ids)
    ids.push(id)
    if (told === null) guessed.push(name)
    phase = told ?? phase
    const { lanes, emotion } = filled[i] ?? { lanes: {}, emotion: null }
    return { id, name, lifecycle: phase, ...(emotion === null ? {} : { intended: { emotion } }), ...lanes }
  })
  if (guessed.length > 0)
    notes.push(`The lifecycle phase is not said by the name of: ${guessed.join(', ')}. Each was given that of the stage before; check it.`)
  return stages
}

function personasOf({ personas }: DrawnLayout): Pick<JourneySpec, 'personas'> {
  if (personas.length === 0) return {}
  const ids: string[] = ['unassigned']
  return {
    personas: personas.map(({ name: written, description }, i) => {
      const name = unguarded(written)
      const id = idOf(name, `persona-${i + 1}`, ids)
      ids.push(id)
      return { id, name, ...(description === '' ? {} : { description: unguarded(description) }) }
    }),
  }
}

function leftLines(label: string, { stages }: DrawnLayout, values: readonly (readonly string[])[]): string[] {
  return values.flatMap((cells, i) => cells.map((cell) => `${label} / ${stages[i]?.name}: ${cell}`))
}

function textOf(spec: JourneySpec, left: readonly string[]): string {
  const kept = left.length === 0 ? [] : ['Not kept in a lane:', ...left].flatMap((line) => line.split('\n'))
  return `${kept.map((line) => `# ${line}\n`).join('')}${stringify(spec)}`
}

function checkChosen({ rows }: DrawnLayout, lanes: DrawnOptions['lanes']): void {
  const known = new Set(rows.map(({ label }) => plainLabel(label)))
  const unknown = Object.keys(lanes).find((label) => !known.has(plainLabel(label)))
  if (unknown === undefined) return
  throw new AppError(
    'usage',
    `There is no row ${JSON.stringify(unknown)}. Its rows: ${rows.map(({ label }) => JSON.stringify(label)).join(', ')}.`,
  )
}

/** An id made from a name, such that it is none of those taken; `otherwise` where the name has no letter that an id may have. */
export function idOf(name: string, otherwise: string, taken: readonly string[]): string {
  const letters = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll('ß', 'ss').toLowerCase()
  const plain = letters
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 56)
    .replace(/-+$/, '')
  const base = plain === '' ? otherwise : plain
  let id = base
  for (let n = 2; taken.includes(id); n += 1) id = `${base}-${n}`
  return id
}
