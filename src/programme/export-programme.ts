import type { Journey } from '../model/journey.ts'
import { dayText, type LocalDay } from '../model/local-day.ts'
import type { Programme } from '../model/programme.ts'
import type { ProgrammeDesign } from '../model/programme-design.ts'
import { exportReadme } from './export-readme.ts'
import { makeTemplate } from './make-template.ts'
import { messageRows } from './message-rows.ts'
import type { MessageTemplate } from './message-template.ts'
import { checkTarget, lossesOf, type PartCheck } from './targets/programme-losses.ts'
import type { ExportFile, Loss, Target } from './targets/target.ts'

/** What is handed to a tool. `date` is the day it says it was made on: the same request gives the same bytes. */
export interface ExportRequest {
  programme: Programme
  journey: Journey
  design: ProgrammeDesign | null
  target: Target
  date: LocalDay
  /** Why the programme is paused; null or left out: it is not. */
  paused?: string | null
}

/** An export: its files by path, what the tool does of the programme and what it does not, and how it is imported. */
export interface ProgrammeExport {
  files: readonly ExportFile[]
  check: readonly PartCheck[]
  losses: readonly Loss[]
  notes: readonly string[]
}

/** The file that says what an export is. */
export const manifestPath = 'export.json'

/** Hands a programme to a tool: the target's files, with README.md (check, losses, import notes) and export.json. Errors: `invalid` where a message cannot be made. */
export async function exportProgramme({
  programme,
  journey,
  design,
  target,
  date,
  paused = null,
}: ExportRequest): Promise<ProgrammeExport> {
  const templates = new Map<string, MessageTemplate>()
  for (const { message } of messageRows(programme)) templates.set(message.id, await makeTemplate(programme, message))
  const built = await target.build({ programme, journey, design, templates, date })
  const check = checkTarget(programme, target)
  const losses = [...pauseLosses(paused), ...lossesOf(programme, target), ...built.losses, ...programmeLosses(programme, templates)]
  const made = { check, losses, notes: built.notes }
  const readme = exportReadme({ programme, journey, target, date }, made)
  const told = [...built.files, { path: 'README.md', content: readme }]
  const manifest = {
    path: manifestPath,
    content: manifestText({ programme, target, date }, [...told.map(({ path }) => path), manifestPath].sort()),
  }
  return { files: [...told, manifest].sort((a, b) => (a.path < b.path ? -1 : 1)), ...made }
}

function manifestText({ programme, target, date }: Pick<ExportRequest, 'programme' | 'target' | 'date'>, files: readonly string[]): string {
  const about = {
    format: 'desirepath-programme-export',
    formatVersion: 1,
    target: target.id,
    programme: programme.id,
    journey: programme.journey,
  }
  return `${JSON.stringify({ ...about, date: dayText(date), files }, null, 2)}\n`
}

/** A tool does not know that a programme is paused here. */
function pauseLosses(paused: string | null): Loss[] {
  if (paused === null) return []
  const text = `The programme is paused here (${paused}), and the tool does not know it.`
  return [{ part: 'stageEntry', where: null, kind: 'byHand', text, wayOut: 'Leave it switched off in the tool until it is resumed.' }]
}

/** What no tool can make up for: it is missing in the programme. */
function programmeLosses(programme: Programme, templates: ReadonlyMap<string, MessageTemplate>): Loss[] {
  const briefs = [...templates.values()].filter(({ isBrief }) => isBrief).map(({ id }) => id)
  const parted = (part: Loss['part'], text: string, wayOut: string): Loss => ({ part, where: null, kind: 'byHand', text, wayOut })
  return [
    ...briefs.map(
      (id): Loss => ({
        ...parted('days', 'Nobody wrote this message yet: what is handed over is its brief.', 'Write it before it is switched on.'),
        where: id,
      }),
    ),
    ...(programme.sender === null ? [parted('consent', 'Nobody said who sends.', 'Set the sender in the programme or in the tool.')] : []),
    ...(programme.unsubscribe === null
      ? [
          parted(
            'unsubscribe',
            'There is no address to unsubscribe.',
            'Set it in the programme, or use the link of the tool in every message.',
          ),
        ]
      : []),
    ...(programme.consent.kind === 'unknown'
      ? [parted('consent', 'Nobody said who may be written to.', 'Say it in the programme: without it nobody may be enrolled.')]
      : []),
  ]
}
