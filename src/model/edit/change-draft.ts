import { parse } from 'yaml'
import type { ConflictChoice, DraftConflict, JourneyDraft } from './draft.ts'
import { mergeTexts, movedOffset } from './merge-texts.ts'
import { inline } from './write-value.ts'

/** What a page writes: the text that it began from, what it made of it, and under which name it writes. */
export interface DraftWriting {
  origin: string
  text: string
  session: string
}

/** A draft after what a page wrote: joined with what others wrote meanwhile (`mergeTexts`); what met is kept beside it. `newId` names a conflict. */
export function writeDraft(draft: JourneyDraft, { origin, text, session }: DraftWriting, now: number, newId: () => string): JourneyDraft {
  const merged = mergeTexts(origin, draft.text, text)
  const moved = movedConflicts(draft, merged.text)
  const met = merged.conflicts
    .filter(({ mine, theirs }) => !moved.some((known) => known.mine === mine && known.theirs === theirs && known.session === session))
    .map((conflict): DraftConflict => ({ ...conflict, id: newId(), session }))
  if (merged.text === draft.text && met.length === 0) return draft
  return { ...draft, text: merged.text, conflicts: [...moved, ...met], revision: draft.revision + 1, session, changedAt: now }
}

/** A draft after a decision about one of its conflicts; null where it has no such conflict. What stands there now, also when changed since, is what the choice is about. */
export function decideConflict(draft: JourneyDraft, id: string, choice: ConflictChoice, session: string, now: number): JourneyDraft | null {
  const conflict = draft.conflicts.find((known) => known.id === id)
  if (!conflict) return null
  const rest = { ...draft, conflicts: draft.conflicts.filter((known) => known !== conflict) }
  const { at, theirs } = conflict
  const stands = draft.text.slice(at, at + theirs.length) === theirs
  const written = choice === 'theirs' ? theirs : choice === 'mine' ? conflict.mine : bothOf(conflict)
  const text = choice === 'theirs' ? draft.text : stands ? draft.text.slice(0, at) + written + draft.text.slice(at + theirs.length) : null
  if (text === null) return null
  return { ...rest, text, conflicts: movedConflicts(rest, text), revision: draft.revision + 1, session, changedAt: now }
}

/** Both texts one after the other; of two plain values, one value that holds both. */
function bothOf({ theirs, mine, origin }: DraftConflict): string {
  const values = [theirs, mine].map(plainValue)
  if (origin !== '' && values.every((value) => value !== null)) return inline(values.join(' / '), 'yaml')
  return theirs + mine
}

function plainValue(text: string): string | null {
  try {
    const value: unknown = parse(text)
    return typeof value === 'object' || text.includes('\n') ? null : String(value)
  } catch {
    return null
  }
}

function movedConflicts(draft: JourneyDraft, text: string): DraftConflict[] {
  return draft.conflicts.map((conflict) => {
    if (text.startsWith(conflict.theirs, conflict.at) && text === draft.text) return conflict
    const at = movedOffset(draft.text, text, conflict.at)
    const end = movedOffset(draft.text, text, conflict.at + conflict.theirs.length)
    return { ...conflict, at, theirs: text.slice(at, Math.max(at, end)) }
  })
}
