import { AppError } from '../core/error.ts'
import { findingText } from '../model/journey-finding.ts'
import { normaliseRule } from '../model/normalise-rule.ts'
import { parseProgramme } from '../model/parse-programme.ts'
import type { Consent } from '../model/programme.ts'
import type { ProgrammeDesign } from '../model/programme-design.ts'
import { programmeOfDesign } from '../model/programme-of-design.ts'
import { programmeYaml } from '../model/write-programme.ts'
import type { DesignOptions } from '../programme/design-options.ts'
import type { DraftChoices } from '../programme/draft-choices.ts'

/** A design as a programme's document, for people to edit and keep. Errors: `invalid` for a time zone or language that there is not, and where the design has no message. */
export function draftProgramme(design: ProgrammeDesign, options: DesignOptions, { id, name, timeZone, language }: DraftChoices): string {
  const { programme, remarks } = programmeOfDesign(design, {
    ...{ id, timeZone, language, minGapDays: options.minGapDays, perSequence: options.cap },
    name: name ?? `Messages of ${design.journey.name}`,
    consent: consentOf(options.consent),
    // A holdout that cannot tell anything is not taken: the design says why.
    holdout: null,
  })
  if (programme.sequences.length === 0) {
    const why = design.sequences.flatMap(({ stageName, notes }) => notes.slice(0, 1).map((note) => `${stageName}: ${note}`))
    throw new AppError('invalid', `No message comes of this design. ${[...why, ...design.notes].join(' ')}`)
  }
  const text = `${holdoutRemark(design, programme.holdout)}${programmeYaml(programme, remarks)}`
  const wrong = parseProgramme(text).findings.filter(({ kind }) => kind === 'error')
  if (wrong.length > 0) throw new AppError('invalid', `The programme cannot be written. ${wrong.map(findingText).join(' ')}`)
  return text
}

function consentOf(asked: DesignOptions['consent']): Consent {
  if (asked === null) return { kind: 'unknown' }
  return asked === 'assumed'
    ? { kind: 'assumed', reason: 'no property was named that holds it' }
    : { kind: 'rule', rule: normaliseRule(asked) }
}

/** Why nobody is held back, as a comment; empty where some are. */
function holdoutRemark({ sequences }: ProgrammeDesign, holdout: number): string {
  const shares = sequences.flatMap(({ slots, holdout: { share } }) => (slots.length > 0 && share > 0 ? [share] : []))
  if (holdout > 0 || shares.length === 0) return ''
  return `# Nobody is held back: ${Math.round(Math.max(...shares) * 100)}% could tell nothing here in a year (rule R1); "programme design" says why.\n`
}
