import type { Programme } from '../../model/programme.ts'
import { type ProgrammePart, partsUsed, programmeParts } from './programme-parts.ts'
import type { Loss, Target } from './target.ts'

/** What a target does of one part that a programme uses. */
export interface PartCheck {
  part: ProgrammePart
  /** What the part is called. */
  name: string
  does: boolean
  /** How it does it, or what is lost. */
  text: string
}

/** The check before an export: every part that the programme uses, and whether the target does it. */
export function checkTarget(programme: Programme, { abilities }: Pick<Target, 'abilities'>): PartCheck[] {
  return partsUsed(programme).map((part) => {
    const ability = abilities[part]
    return { part, name: programmeParts[part], does: ability.does, text: ability.does ? ability.how : ability.text }
  })
}

/** The losses that a target's abilities tell of the parts that a programme uses. */
export function lossesOf(programme: Programme, { abilities }: Pick<Target, 'abilities'>): Loss[] {
  return partsUsed(programme).flatMap((part) => {
    const ability = abilities[part]
    return ability.does ? [] : [{ part, where: null, kind: ability.kind, text: ability.text, wayOut: ability.wayOut }]
  })
}
