import { stringify } from 'yaml'
import { AppError } from '../core/error.ts'
import { openByteSource } from '../sources/byte-source.ts'
import { readDocument } from '../sources/change-mapping.ts'
import { completeMapping } from '../sources/complete-mapping.ts'
import { describeMapping } from '../sources/describe-mapping.ts'
import { guessMapping } from '../sources/guess-mapping.ts'
import { type Inspection, inspectFile } from '../sources/inspect-file.ts'
import { type Mapping, normaliseMapping } from '../sources/mapping.ts'
import type { MappingSpec } from '../sources/mapping-spec.ts'
import type { Companions } from '../sources/presets/export-table.ts'
import { idleTableOf } from '../sources/presets/idle-tables.ts'
import { exportName } from '../sources/presets/preset.ts'
import { presetOf } from '../sources/presets/recognise-export.ts'
import { stageLabelsOf } from '../sources/presets/stage-labels.ts'
import { shapeOf } from '../sources/shape-of.ts'
import { describedBeside } from './described-beside.ts'
import { type FileToJoin, joinsOf, type ProposedJoin } from './file-joins.ts'
import { teamOf } from './team-ids.ts'
import { tieAddresses } from './tie-addresses.ts'

/**
 * How one of several files would be understood. `presetId` null: no preset knows it, its columns were guessed. `mapping`: the text of a mapping file, null
 * where none could be made. A file without a mapping and without problems is left out: a table of the vendor's that tells nothing of customers. `problems` keep the file from being imported as it stands; `notes` are worth a look.
 */
export interface ProposedFile {
  path: string
  presetId: string | null
  /** Whose export it is, e.g. "Salesforce OpportunityHistory"; null where no preset knows it. */
  export: string | null
  mapping: string | null
  sentences: readonly string[]
  notes: readonly string[]
  problems: readonly string[]
}

/** Several files as one data set: how each would be understood, and what joins them. */
export interface ProposedFiles {
  files: readonly ProposedFile[]
  joins: readonly ProposedJoin[]
}

/** A file while it is looked at. */
interface Candidate {
  path: string
  /** The mapping that a person has set; null: to be guessed. */
  given: string | null
  inspection: Inspection | null
  presetId: string | null
  export: string | null
  spec: MappingSpec | null
  notes: string[]
  problems: string[]
}

/**
 * Proposes how to read several files as one data set, and imports nothing. A file that cannot be read has a problem and leaves the others whole. The answer does
 * not depend on the order of the files. `given`: by path, the text of a mapping that a person has set; the other files are guessed.
 */
export async function proposeFiles(paths: readonly string[], given: ReadonlyMap<string, string> = new Map()): Promise<ProposedFiles> {
  const inspected = await Promise.all(paths.map((path) => inspect(path, given.get(path) ?? null)))
  const known = inspected.map(({ inspection }) => (inspection === null || !inspection.header ? null : (presetOf(inspection)?.id ?? null)))
  const readable = inspected.flatMap(({ inspection }) => (inspection === null ? [] : [inspection]))
  const team = await teamOf(readable)
  const stages = stageLabelsOf(readable)
  const candidates = inspected.map((candidate, index) =>
    understood(candidate, { beside: new Set(known.filter((id, other) => id !== null && other !== index) as string[]), team, stages }),
  )
  for (const candidate of candidates) leaveDescriptionOut(candidate, candidates)
  tieAddresses(candidates)
  const mapped = candidates.map((candidate) => ({ candidate, mapping: settle(candidate) }))
  const { joins, unmatched } = await joinsOf(mapped.flatMap(({ candidate, mapping }) => toJoin(candidate, mapping)))
  for (const { from, object, column, matched, of } of unmatched) {
    const share = matched === 0 ? `None of the ${of}` : `Only ${Math.floor((matched / of) * 100)} % of the`
    const said = `${share} ${object} ids in ${column} are in the files given with it: is one missing?`
    candidates.find(({ path }) => path === from)?.notes.push(said)
  }
  return { files: mapped.map(({ candidate, mapping }) => answer(candidate, mapping)), joins }
}

async function inspect(path: string, given: string | null): Promise<Candidate> {
  const candidate: Candidate = { path, given, inspection: null, presetId: null, export: null, spec: null, notes: [], problems: [] }
  try {
    candidate.inspection = await inspectFile(await openByteSource(path), given === null ? {} : shapeOf(readDocument(given).data))
  } catch (error) {
    candidate.problems.push(messageOf(error))
  }
  return candidate
}

function understood(candidate: Candidate, companions: Companions): Candidate {
  if (candidate.inspection === null) return candidate
  try {
    if (candidate.given !== null) {
      const { data } = readDocument(candidate.given)
      normaliseMapping(data)
      return { ...candidate, spec: data as unknown as MappingSpec }
    }
    const idle = presetOf(candidate.inspection) === null ? idleTableOf(candidate.inspection) : null
    if (idle !== null) return { ...candidate, export: idle.export, notes: [idle.note] }
    const { spec, notes, preset } = guessMapping(candidate.inspection, companions)
    for (const { kind, message } of notes) (kind === 'ambiguous' ? candidate.problems : candidate.notes).push(message)
    return { ...candidate, spec, presetId: preset?.id ?? null, export: preset === null ? null : exportName(preset) }
  } catch (error) {
    candidate.problems.push(messageOf(error))
    return candidate
  }
}

/** A table of which nothing is told but what other files name is left out, in words. */
function leaveDescriptionOut(candidate: Candidate, all: readonly Candidate[]): void {
  if (candidate.spec !== null || candidate.given !== null || candidate.inspection === null || candidate.problems.length === 0) return
  const others = all.filter((other) => other.spec !== null).flatMap(({ inspection }) => (inspection === null ? [] : [inspection]))
  const described = describedBeside(candidate.inspection, others)
  if (described === null) return
  candidate.problems.length = 0
  candidate.notes.push(described)
}

/** The mapping with its time formats; null where there is none. What cannot be settled becomes a problem. */
function settle(candidate: Candidate): Mapping | null {
  const { spec, inspection, problems } = candidate
  if (spec === null || inspection === null) return null
  const mapping = normaliseMapping(spec)
  try {
    return completeMapping(mapping, inspection)
  } catch (error) {
    const message = messageOf(error)
    if (!problems.includes(message)) problems.push(message)
    return mapping
  }
}

function toJoin({ path, inspection }: Candidate, mapping: Mapping | null): FileToJoin[] {
  return inspection === null || mapping === null ? [] : [{ path, inspection, mapping }]
}

function answer({ path, given, presetId, export: exported, spec, notes, problems }: Candidate, mapping: Mapping | null): ProposedFile {
  return {
    path,
    presetId,
    export: exported,
    mapping: spec === null ? null : (given ?? stringify(spec)),
    sentences: mapping === null ? [] : describeMapping(mapping),
    notes,
    problems,
  }
}

function messageOf(error: unknown): string {
  if (error instanceof AppError) return error.message
  throw error
}
