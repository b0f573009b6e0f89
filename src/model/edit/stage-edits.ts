import type { EditOperation } from './edit-operation.ts'
import { freeId } from './free-id.ts'

type Group = Record<string, unknown>

/** The stages of a document as far as it can be read, whole or not. */
export function stagesOf(document: Group): readonly Group[] {
  return groupsOf(document.stages)
}

/** A fresh stage put in so that it stands at a place (from 0). It stands in the phase of the one before it, and has no rule yet. */
export function insertStage(document: Group, at: number): { id: string; operations: EditOperation[] } {
  const stages = stagesOf(document)
  const id = freeId('stages', stages)
  const lifecycle = (stages[at - 1] ?? stages[at])?.lifecycle ?? 'awareness'
  return { id, operations: [{ kind: 'insert', path: ['stages'], at, value: { id, name: 'New stage', lifecycle } }] }
}

/** A copy of a stage right after it, under an id of its own. It has no entry and no re-entry: an event brings people into one stage only (rule V2). */
export function duplicateStage(document: Group, position: number): { id: string; operations: EditOperation[] } {
  const stages = stagesOf(document)
  const id = freeId('stages', stages)
  const { entry: _, reentry: __, ...rest } = stages[position] ?? {}
  const value = { ...rest, id, name: `${nameOf(stages[position])} (copy)` }
  return { id, operations: [{ kind: 'insert', path: ['stages'], at: position + 1, value }] }
}

/** A stage taken out together with the hand-offs that name it. */
export function removeStage(document: Group, position: number): EditOperation[] {
  const gone = handOffsNaming(document, stagesOf(document)[position]).map(
    ({ place }): EditOperation => ({ kind: 'remove', path: ['handOffs', place] }),
  )
  return [...gone.reverse(), { kind: 'remove', path: ['stages', position] }]
}

/** What else in the document speaks of a stage, as sentences to be read before it is removed. */
export function removalWords(document: Group, position: number): string[] {
  const stages = stagesOf(document)
  const [before, next] = [stages[position - 1], stages[position + 1]]
  const handOffs = handOffsNaming(document, stages[position]).map(({ name }) => `“${name}”`)
  const back = stages.slice(0, position).filter(({ reentry }) => reentry !== undefined && reentry !== null && reentry !== 'none')
  return [
    ...(before && next ? [`After “${nameOf(before)}” then comes “${nameOf(next)}”.`] : []),
    ...(before && !next ? [`“${nameOf(before)}” is then the last stage.`] : []),
    ...(!before && next ? [`“${nameOf(next)}” is then the first stage.`] : []),
    ...(handOffs.length === 1 ? [`The hand-off ${handOffs[0]} names it and goes, too.`] : []),
    ...(handOffs.length > 1 ? [`The hand-offs ${handOffs.join(', ')} name it and go, too.`] : []),
    ...(next ? [] : back.filter((stage) => stage === before).map((stage) => `Nobody can come back to “${nameOf(stage)}” then.`)),
  ]
}

/** What a move of a stage does to the rest, in sentences; positions count from 0, `to` without the moved stage. */
export function moveWords(document: Group, from: number, to: number): string[] {
  const stages = [...stagesOf(document)]
  const before = stages.map(({ id }) => id)
  stages.splice(to, 0, ...stages.splice(from, 1))
  const after = stages.map(({ id }) => id)
  const turned = groupsOf(document.handOffs).filter(
    (one) => before.indexOf(one.from) < before.indexOf(one.to) && after.indexOf(one.from) > after.indexOf(one.to),
  )
  return [
    `“${nameOf(stages[to])}” is now stage ${to + 1} of ${stages.length}.`,
    ...turned.map((one) => `The hand-off “${nameOf(one)}” now goes backwards.`),
  ]
}

function handOffsNaming(document: Group, stage: Group | undefined): { place: number; name: string }[] {
  return groupsOf(document.handOffs).flatMap((one, place) =>
    stage && (one.from === stage.id || one.to === stage.id) ? [{ place, name: nameOf(one) }] : [],
  )
}

/** A part's name, or its id where it has none. */
function nameOf(part: Group | undefined): string {
  return String(part?.name ?? part?.id ?? '')
}

function groupsOf(list: unknown): readonly Group[] {
  return Array.isArray(list) ? list.map((one): Group => (typeof one === 'object' && one !== null ? (one as Group) : {})) : []
}
