import type { Command } from 'commander'
import type { JourneySummary } from '../app/app.ts'
import { errorCodes } from '../core/error.ts'
import { count, countOf, instant } from '../map/format.ts'
import { pendingWords, shownWords } from '../map/refresh-words.ts'
import { deadlineText, untilText } from '../model/deadline.ts'
import type { Journey } from '../model/journey.ts'
import { findingText, type JourneyFinding } from '../model/journey-finding.ts'
import type { RefreshState } from '../model/refresh-state.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './session.ts'
import { printable, tableColumns, textTable } from './table.ts'
import { readTextFile } from './text-file.ts'
import { addVersionCommands } from './version-commands.ts'

/** `journey list`: every journey with its version and when its figures were computed. */
async function listJourneys(session: Session): Promise<void> {
  const journeys = await session.withApp((app) => app.journeys())
  session.answer(journeys, () => {
    if (journeys.length === 0) return 'There are no journeys yet: add one with desirepath journey apply FILE.\n'
    const rows = journeys.map((journey) => [
      journey.id,
      journey.name,
      journey.subjectType,
      String(journey.version),
      count(journey.stages),
      journey.subjects === null ? '–' : count(journey.subjects),
      journey.refreshedAt === null ? 'never' : instant(journey.refreshedAt),
    ])
    return textTable(tableColumns(['Journey', 'Name', 'Subject'], ['Version', 'Stages', 'Subjects', 'Computed (UTC)']), rows)
  })
}

/** `journey show`: the document as it was applied. */
async function showJourney(session: Session, id: string): Promise<void> {
  const shown = await session.withApp((app) => app.showJourney(id))
  session.answer({ id, ...shown }, () => (shown.text.endsWith('\n') ? shown.text : `${shown.text}\n`))
}

/** `journey validate`: complaints about a document, which is not kept. Exit code 3 when it has errors. */
async function validateJourney(session: Session, file: string): Promise<number> {
  const text = await readTextFile(session.surroundings.folder, file)
  const { journey, findings } = await session.withApp((app) => app.validateJourney(text))
  const valid = journey !== null
  session.answer({ valid, findings }, () => {
    const verdict = valid ? `${file} is a valid journey with ${countOf(journey.stages.length, 'stage')}` : `${file} is not a valid journey`
    return `${verdict}${findings.length === 0 ? '' : ':'}\n${findingsText(findings)}${journey === null ? '' : deadlinesText(journey)}`
  })
  return valid ? 0 : errorCodes.invalid.exit
}

/** The deadlines of a journey and the windows that end at them, in words (K6, K7); empty where there are none. */
function deadlinesText({ deadlines, stages }: Pick<Journey, 'deadlines' | 'stages'>): string {
  const days = deadlines.map((deadline) => `Deadline ${deadline.id}: ${deadline.name}, ${deadlineText(deadline)}`)
  const windows = stages.flatMap(({ id, until }) => (until === null ? [] : [`Stage ${id}: moving on counts by ${untilText(until)}`]))
  return [...days, ...windows].map((line) => `${printable(line)}\n`).join('')
}

/** `journey apply`: keeps a document as the newest version of its journey. Exit code 3 when it has errors, and nothing is kept. */
async function applyJourney(session: Session, file: string): Promise<void> {
  const text = await readTextFile(session.surroundings.folder, file)
  const { summary, findings, state } = await session.withApp(async (app) => {
    const kept = await app.applyJourney(text)
    return { ...kept, state: await app.refreshState(kept.summary.id) }
  })
  session.answer({ summary, findings }, () => `${applied(summary)}\n${pendingText(state)}${findingsText(findings)}`)
}

/** What a server computes now while older figures answer, and how to wait for it; empty where whoever asks for figures gets the newest. */
function pendingText(state: RefreshState): string {
  if (state.shown === null || pendingWords(state) === '') return ''
  const wait = `desirepath refresh ${state.journey} waits for it.`
  return `${printable(`${pendingWords(state)} ${shownWords(state)} ${wait}`)}\n`
}

/** A journey that was kept, in a sentence. */
export function applied(summary: JourneySummary): string {
  return printable(`Journey ${summary.id} ("${summary.name}") is at version ${summary.version}, with ${countOf(summary.stages, 'stage')}.`)
}

const findingWords = { error: 'error', caution: 'caution', gap: 'missing' } as const

/** Findings as a list: errors first, then cautions, then what a well-made map has and this one lacks. */
export function findingsText(findings: readonly JourneyFinding[]): string {
  const kinds = Object.keys(findingWords) as (keyof typeof findingWords)[]
  const ordered = kinds.flatMap((kind) => findings.filter((finding) => finding.kind === kind))
  return ordered.map((finding) => `  ${findingWords[finding.kind].padEnd(7)}  ${printable(findingText(finding))}\n`).join('')
}

/** Adds `journey list|show|validate|apply|versions|diff|restore`. */
export function addJourneyCommands(program: Command, run: RunCommand): void {
  const journey = program.command('journey').description('journey definitions: list, show, validate, apply, and their versions')
  journey.command('list').description('list the journeys').action(run('journey list', listJourneys))
  journey.command('show').argument('<journey>').description('print the document of a journey').action(run('journey show', showJourney))
  journey
    .command('validate')
    .argument('<file>', 'a YAML or JSON document')
    .description('check a document, and say what a well-made map has and it lacks')
    .action(run('journey validate', validateJourney))
  journey
    .command('apply')
    .argument('<file>', 'a YAML or JSON document')
    .description('keep a document as the newest version of its journey')
    .action(run('journey apply', applyJourney))
  addVersionCommands(journey, run)
}
