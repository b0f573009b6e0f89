import { defaultDesign } from '../model/default-design.ts'
import type { Programme } from '../model/programme.ts'
import type { ProgrammeDesign } from '../model/programme-design.ts'
import { programmeOfDesign } from '../model/programme-of-design.ts'
import type { DesignOptions } from './design-options.ts'
import type { OtherDesign } from './replay-options.ts'

type Changed = Omit<Extract<OtherDesign, { kind: 'changed' }>, 'kind'>
type Designed = Omit<Extract<OtherDesign, { kind: 'designed' }>, 'kind'>

/** The same programme with other limits, and named by them. */
export function changedProgramme(programme: Programme, changed: Changed): Programme {
  const { minGapDays, perSequence, perPerson } = programme.limits
  const limits = {
    ...programme.limits,
    minGapDays: changed.minGapDays ?? minGapDays,
    perSequence: changed.perSequence ?? perSequence,
    perPerson: changed.perPerson === undefined ? perPerson : changed.perPerson,
  }
  return { ...programme, name: `${programme.name} with other limits`, limits }
}

/** What a design is asked with that is to stand beside a programme: its own limits where none are said, messages for each persona where it has some. */
export function designBeside({ limits, sequences }: Programme, { minGapDays, perSequence }: Designed): DesignOptions {
  return {
    consent: null,
    personas: sequences.some(({ persona }) => persona !== null),
    minGapDays: minGapDays ?? Math.max(1, Math.round(limits.minGapDays)),
    cap: Math.min(52, perSequence ?? limits.perSequence),
    firstDay: defaultDesign.firstDay,
    holdout: 0,
    filter: { where: {} },
  }
}

/** The messages of a design in the place of a programme's own; who may be written to, and everything else that people decided, stays. */
export function designedProgramme(programme: Programme, design: ProgrammeDesign, { minGapDays, cap }: DesignOptions): Programme {
  const { id, timeZone, consent, holdout } = programme
  const choices = { id, name: 'As the data suggest today', timeZone, language: 'en', consent, minGapDays, perSequence: cap, holdout }
  const { name, sequences, friction } = programmeOfDesign(design, choices).programme
  return { ...programme, name, sequences, friction, limits: { ...programme.limits, minGapDays, perSequence: cap } }
}
