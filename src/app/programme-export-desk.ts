import { AppError } from '../core/error.ts'
import type { Journey } from '../model/journey.ts'
import { type LocalDay, parseDay } from '../model/local-day.ts'
import type { Programme } from '../model/programme.ts'
import type { ProgrammeDesign } from '../model/programme-design.ts'
import { type AutomatedProgramme, automationPlan } from '../programme/automation.ts'
import { automationMarkdown, automationMermaid } from '../programme/automation-document.ts'
import { automationSvg } from '../programme/automation-svg.ts'
import { exportDifferences } from '../programme/export-differences.ts'
import { exportProgramme, manifestPath } from '../programme/export-programme.ts'
import { fileText } from '../programme/targets/read-json.ts'
import type { ExportFile } from '../programme/targets/target.ts'
import { targetNamed, targets } from '../programme/targets/target-registry.ts'
import {
  type AutomationArchitecture,
  type CarriedFile,
  carriedFile,
  type ExportComparison,
  type HandOver,
  type HandOverRequest,
  insideFolder,
} from './hand-over.ts'
import { openedExport } from './opened-export.ts'

/** Handing programmes to the tools that send, and the page of all programmes. */
export interface ProgrammeExportDesk {
  programmeTargets(): Promise<{ id: string; name: string }[]>
  exportProgramme(id: string, request: HandOverRequest): Promise<HandOver>
  compareExport(id: string, files: readonly CarriedFile[], target: string | null): Promise<ExportComparison>
  programmeArchitecture(date: string): Promise<AutomationArchitecture>
}

/** What the desk asks of others: programmes by id, with why they are paused, and journeys. */
export interface ProgrammeSources {
  ids(): Promise<string[]>
  named(id: string): Promise<{ programme: Programme; paused: { reason: string } | null }>
  /** Errors: `notFound`. */
  journey(id: string): Promise<Journey>
  /** What the data suggest today for the stages of a programme. */
  designOf(programme: Programme): Promise<ProgrammeDesign>
}

export function programmeExportDesk({ ids, named, journey, designOf }: ProgrammeSources): ProgrammeExportDesk {
  return {
    programmeTargets: async () => targets.map(({ id, name }) => ({ id, name })),
    exportProgramme: async (id, { target: targetId, date, design }) => {
      const target = targetNamed(targetId)
      const day = dayOf(date)
      const { programme, paused } = await named(id)
      const request = {
        programme,
        journey: await journey(programme.journey),
        design: design ?? (target.citesDesign === true ? await designOf(programme) : null),
        target,
        date: day,
        paused: paused?.reason ?? null,
      }
      const { files, check, losses, notes } = await exportProgramme(request)
      const carried = insideFolder(files).map(carriedFile)
      return { programme: id, target: { id: target.id, name: target.name }, date, files: carried, check, losses, notes }
    },
    compareExport: async (id, carried, given) => {
      const files = openedExport(carried)
      const manifest = manifestOf(files)
      const target = targetNamed(given ?? targetIn(manifest))
      const { programme } = await named(id)
      const read = target.readBack(files)
      const foreign = manifest.programme === null || manifest.programme === id ? [] : [foreignNote(manifest.programme, id)]
      return { programme: id, target: target.id, differences: exportDifferences(programme, read), notes: [...foreign, ...read.notes] }
    },
    programmeArchitecture: async (date) => {
      const day = dayOf(date)
      const all: AutomatedProgramme[] = []
      const unread: string[] = []
      for (const id of await ids()) {
        const found = await readOrSay(() => named(id))
        if (typeof found === 'string') unread.push(found)
        else
          all.push({
            programme: found.programme,
            journey: await journeyOrNull(journey, found.programme.journey),
            paused: found.paused?.reason ?? null,
          })
      }
      const made = automationPlan(all)
      const plan = { ...made, notes: [...unread, ...made.notes] }
      return { plan, markdown: automationMarkdown(plan, day), mermaid: automationMermaid(plan), svg: automationSvg(plan) }
    },
  }
}

/** What is read, or in words why a kept programme can no longer be. */
async function readOrSay<Read>(read: () => Promise<Read>): Promise<Read | string> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return error.message
    throw error
  }
}

async function journeyOrNull(journey: ProgrammeSources['journey'], id: string): Promise<Journey | null> {
  try {
    return await journey(id)
  } catch (error) {
    if (error instanceof AppError && error.code === 'notFound') return null
    throw error
  }
}

function dayOf(date: string): LocalDay {
  const day = parseDay(date)
  if (day === null) throw new AppError('usage', `"${date}" is no day of the calendar: write it like 2026-03-27.`)
  return day
}

/** What an export says of itself; null where it does not. */
function manifestOf(files: readonly ExportFile[]): { target: string | null; programme: string | null } {
  const manifest = files.find(({ path }) => path === manifestPath)
  const content = manifest === undefined ? '' : fileText(manifest)
  const said = (key: string) => new RegExp(`"${key}"\\s*:\\s*"([^"]+)"`).exec(content)?.[1] ?? null
  return { target: said('target'), programme: said('programme') }
}

/** The target that an export names. Errors: `usage` where it names none. */
function targetIn({ target }: { target: string | null }): string {
  if (target !== null) return target
  const known = targets.map(({ id }) => id).join(', ')
  throw new AppError('usage', `The files have no ${manifestPath} that says for which tool they are: name the target (${known}).`)
}

function foreignNote(theirs: string, own: string): string {
  return `The files are an export of the programme "${theirs}", and were compared with "${own}".`
}
