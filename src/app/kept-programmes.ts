import { AppError } from '../core/error.ts'
import { findingText, type JourneyFinding } from '../model/journey-finding.ts'
import { nearText } from '../model/near-match.ts'
import { parseProgramme } from '../model/parse-programme.ts'
import type { Programme } from '../model/programme.ts'
import type { ProgrammePause, ProgrammeSummary } from '../model/programme-log.ts'
import { messagesOf } from '../model/programme-messages.ts'
import type { ProgrammeRepository, ProgrammeRow } from '../store/document-programmes.ts'

/** A kept programme in total form, with the pause that holds it now. Errors: `notFound` with near matches; `invalid` where its text can no longer be read. */
export type ProgrammeNamed = (id: string) => Promise<{ programme: Programme; text: string; paused: ProgrammePause | null }>

/** Gives kept programmes by id. */
export function programmeNamed(kept: ProgrammeRepository): ProgrammeNamed {
  return async (id) => {
    const { text } = await programmeRow(kept, id)
    const { programme } = readable(text, `The kept programme "${id}" cannot be read`)
    return { programme, text, paused: pauseOf(id, await kept.pauses()) }
  }
}

/** Every kept programme that can still be read, with the pause that holds it now. */
export async function keptProgrammes(kept: ProgrammeRepository): Promise<{ programme: Programme; paused: ProgrammePause | null }[]> {
  const [all, pauses] = [await kept.list(), await kept.pauses()]
  return all.flatMap(({ id, text }) => {
    const { programme } = parseProgramme(text)
    return programme === null ? [] : [{ programme, paused: pauseOf(id, pauses) }]
  })
}

/** Programmes of the same journey that share caps and gaps: all that are kept and not paused. Of two that are compared neither is one. */
export async function programmesBeside(
  kept: ProgrammeRepository,
  { id, journey }: Pick<Programme, 'id' | 'journey'>,
  against: Pick<Programme, 'id'> | null = null,
): Promise<Programme[]> {
  const isOther = ({ id: other, journey: of }: Programme) => other !== id && other !== against?.id && of === journey
  return (await keptProgrammes(kept)).flatMap(({ programme, paused }) => (paused === null && isOther(programme) ? [programme] : []))
}

/** The kept row of a programme. Errors: `notFound` with near matches. */
export async function programmeRow(kept: ProgrammeRepository, id: string): Promise<ProgrammeRow> {
  const all = await kept.list()
  const found = all.find((row) => row.id === id)
  if (found) return found
  const ids = all.map((row) => row.id)
  const known =
    ids.length === 0 ? 'None is kept yet: keep one with desirepath programme keep FILE.' : `Known: ${ids.join(', ')}.${nearText(id, ids)}`
  throw new AppError('notFound', `There is no programme "${id}". ${known}`)
}

/** A programme's text read whole. `otherwise` begins the sentence of the error `invalid`, which names each wrong place. */
export function readable(
  text: string,
  otherwise: string,
): { programme: Programme; findings: JourneyFinding[]; placeOf: (path: string) => { line: number; column: number } } {
  const { programme, findings, placeOf } = parseProgramme(text)
  if (programme !== null) return { programme, findings, placeOf }
  const errors = findings.filter(({ kind }) => kind === 'error')
  throw new AppError('invalid', `${otherwise}:\n${errors.map((finding) => `  ${findingText(finding)}`).join('\n')}`, { findings })
}

/** A kept programme as it stands in a list. */
export function summaryOf({ id, text, changedAt }: ProgrammeRow, pauses: readonly ProgrammePause[]): ProgrammeSummary {
  const { programme, findings } = parseProgramme(text)
  const paused = pauseOf(id, pauses)
  if (programme !== null) {
    const { name, journey, assets } = programme
    return { id, name, journey, messages: messagesOf(programme).length, assets: assets.length, changedAt, paused, wrong: null }
  }
  const wrong = findings.filter(({ kind }) => kind === 'error').map(findingText)
  return { id, name: id, journey: '', messages: 0, assets: 0, changedAt, paused, wrong: wrong.join(' ') }
}

/** The pause that holds a programme: that of all, else its own. */
function pauseOf(id: string, pauses: readonly ProgrammePause[]): ProgrammePause | null {
  return pauses.find(({ programme }) => programme === null) ?? pauses.find(({ programme }) => programme === id) ?? null
}
