import type { z } from 'zod'
import type { DocumentPath } from './document-path.ts'
import { parsePath, pathText, valueAt } from './document-path.ts'
import type { JourneyFinding } from './journey-finding.ts'
import { readBySchema } from './spec-findings.ts'

/** Stands for what cannot be read. No finding that names it is told. */
const standIn = 'unreadable-part'
/** Each pass mends at least one part or gives up a larger one; documents with more faults than this are not read in parts. */
const mostPasses = 100

/** What may stand in for a part that cannot be left out, by its key; `nth` keeps ids apart. */
const neededParts: Readonly<Record<string, (nth: number) => unknown>> = {
  journey: () => standIn,
  subject: () => standIn,
  id: idOf,
  lifecycle: () => 'awareness',
  rule: () => standIn,
  from: idOf,
  to: idOf,
  amount: () => standIn,
  currency: () => 'EUR',
  won: () => standIn,
  stages: (nth) => [stageOf(nth)],
  until: idOf,
}

/** What may stand in for an item of a list, by the list's key; of any other list a text. */
const listedParts: Readonly<Record<string, (nth: number) => unknown>> = {
  stages: stageOf,
  personas: (nth) => ({ id: idOf(nth) }),
  steps: (nth) => ({ id: idOf(nth), rule: standIn }),
  deadlines: deadlineOf,
  handOffs: (nth) => ({ id: idOf(nth), from: idOf(nth), to: `${idOf(nth)}-to` }),
}

function idOf(nth: number): string {
  return `${standIn}-${nth}`
}

function deadlineOf(nth: number): object {
  return { id: idOf(nth), yearly: '01-01' }
}

function stageOf(nth: number): object {
  return { id: idOf(nth), lifecycle: 'awareness' }
}

/** A document without the parts that its schema refuses, and whether a finding about it holds of the document itself. */
export interface ReadableParts<Spec> {
  spec: Spec
  holds(finding: JourneyFinding): boolean
}

/**
 * The parts of a refused document that can be read: each faulty one is left out, or has a stand-in where it is needed, and where neither helps the part around
 * it goes too. Places stay as they are. Null where nothing is left.
 */
export function readableParts<Spec>(schema: z.ZodType<Spec>, document: unknown): ReadableParts<Spec> | null {
  if (typeof document !== 'object' || document === null) return null
  const mended: unknown = JSON.parse(JSON.stringify(document))
  const holes: DocumentPath[] = []
  const tries = new Map<string, number>()
  for (let pass = 0; pass < mostPasses; pass += 1) {
    const { spec, complaints } = readBySchema(schema, mended)
    if (spec !== null) return { spec, holds: (finding) => holds(finding, holes) }
    const mendedNow: DocumentPath[] = []
    for (const { path } of complaints) {
      holes.push(path)
      // Several faults of one part give it up once, not a larger one for each.
      if (mendedNow.some((part) => isWithin(path, part))) continue
      const gone = mend(mended, path, tries)
      if (gone === null) return null
      mendedNow.push(gone)
    }
    holes.push(...mendedNow)
  }
  return null
}

/** Leaves a part out (of an entry: puts a stand-in there, since what else stands in its stage rests on it), or at the second complaint puts its stand-in there, or at the third gives up the part around it; the path that it touched, null at the root. */
function mend(document: unknown, path: DocumentPath, tries: Map<string, number>): DocumentPath | null {
  const [last, before] = [path.at(-1), path.at(-2)]
  if (last === undefined) return null
  const parent = valueAt(document, path.slice(0, -1))
  const tried = tries.get(pathText(path)) ?? 0
  tries.set(pathText(path), tried + 1)
  if (typeof parent !== 'object' || parent === null) return mend(document, path.slice(0, -1), tries)
  const values = parent as Record<string | number, unknown>
  if (typeof last === 'number' && tried === 0) {
    values[last] = (listedParts[String(before)] ?? (() => standIn))(tries.size)
    return path
  }
  if (typeof last === 'string' && tried === 0) {
    if (last === 'entry') values[last] = standIn
    // Windows name deadlines: none of them is unknown as long as some cannot be read.
    else if (last === 'deadlines' && path.length === 1) values[last] = [deadlineOf(tries.size)]
    else delete values[last]
    return path
  }
  const needed = Object.hasOwn(neededParts, last) ? neededParts[last] : undefined
  if (needed === undefined || tried > 1) return mend(document, path.slice(0, -1), tries)
  values[last] = needed(tries.size)
  return path
}

/**
 * A finding holds unless it names a stand-in, lies in a part that is missing, or speaks of a part that one is missing from; of whole lists it may.
 * A caution compares the parts of a rule with each other, so it needs the whole rule.
 */
function holds({ kind, path, message }: JourneyFinding, holes: readonly DocumentPath[]): boolean {
  if (message.includes(standIn)) return false
  const place = parsePath(path).slice(0, kind === 'caution' ? 3 : undefined)
  return !holes.some((hole) => isWithin(place, hole) || (place.length > 1 && isWithin(hole, place)))
}

function isWithin(place: DocumentPath, part: DocumentPath): boolean {
  return part.length <= place.length && part.every((segment, i) => segment === place[i])
}
