import { AppError } from '../core/error.ts'
import type { ProgrammeLogEntry, ProgrammePause } from '../model/programme-log.ts'
import type { ProgrammeRepository } from '../store/document-programmes.ts'
import { programmeRow } from './kept-programmes.ts'
import { plainText, programmeLogEntry } from './programme-log-entry.ts'

/** Pauses of programmes, each with its reason, and the log of what was done. */
export interface ProgrammePauses {
  pauseProgrammes(id: string | null, reason: string, by: string): Promise<ProgrammePause>
  resumeProgrammes(id: string | null, by: string): Promise<ProgrammePause>
  programmeLog(id: string | null, limit: number): Promise<ProgrammeLogEntry[]>
}

const longestReason = 2000

export function programmePauses(kept: ProgrammeRepository, now: () => number): ProgrammePauses {
  return {
    pauseProgrammes: async (id, reason, by) => {
      if (id !== null) await programmeRow(kept, id)
      const why = plainText(reason, 'reason', longestReason)
      if (why === '') throw new AppError('usage', 'A pause needs a reason, for those who find it: say why nothing is to be sent.')
      const entry = programmeLogEntry({ programme: id, at: now(), act: 'paused', by, reason: why })
      const pause: ProgrammePause = { programme: id, reason: why, by: entry.by, since: entry.at }
      await kept.pause(pause, entry)
      return pause
    },
    resumeProgrammes: async (id, by) => {
      if (id !== null) await programmeRow(kept, id)
      const pauses = await kept.pauses()
      const pause = pauses.find(({ programme }) => programme === id)
      if (pause === undefined) throw new AppError('conflict', notPaused(id, pauses))
      await kept.resume(id, programmeLogEntry({ programme: id, at: now(), act: 'resumed', by }))
      return pause
    },
    programmeLog: (id, limit) => kept.log(id, limit),
  }
}

function notPaused(id: string | null, pauses: readonly ProgrammePause[]): string {
  const all = pauses.some(({ programme }) => programme === null)
  if (id === null) return 'Programmes are not paused as a whole. To resume one, name it.'
  return all ? `"${id}" has no pause of its own: all programmes are paused. Resume all of them.` : `"${id}" is not paused.`
}
