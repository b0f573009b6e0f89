import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { AppError } from '../core/error.ts'
import { count, countOf } from '../map/format.ts'
import type { DueDay, ProgrammeCalendar } from '../map/programme-calendar.ts'
import { dueCalendarFile } from '../programme/due-calendar-file.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './session.ts'
import { printable, tableColumns, textTable } from './table.ts'

interface CalendarGiven {
  from?: string
  to?: string
  ics?: string
}

/** `programme calendar`: on which days kept programmes write to how many people. */
async function showCalendar(
  session: Session,
  { from = null, to = null, ics }: { [Name in keyof CalendarGiven]: CalendarGiven[Name] | null },
): Promise<void> {
  const calendar = await session.withApp((app) => app.programmeCalendar({ from, to }))
  if (ics == null) return session.answer(calendar, () => calendarText(calendar))
  const file = resolve(session.surroundings.folder, ics)
  await writeFile(file, dueCalendarFile(calendar)).catch((error: NodeJS.ErrnoException) => {
    throw new AppError('usage', `${file} cannot be written: ${error.message}`, { path: file }, error)
  })
  session.answer({ ...calendar, ics: file }, () => `Written to ${file}: ${countOf(calendar.days.length, 'entry')}.\n`)
}

function calendarText({ programmes, days, closed, collisions, notes }: ProgrammeCalendar): string {
  const lines = (texts: readonly string[]) => texts.map((text) => `${printable(text)}\n`).join('')
  if (programmes.length === 0)
    return lines(['No programme is kept yet: desirepath programme draft JOURNEY writes one, programme keep FILE keeps it.', ...notes])
  const plain = (at: number) => new Date(at).toISOString().slice(0, 10)
  const rows = programmes.map(({ id, name, priority, people, withoutDay, horizon, paused }) => [
    ...[id, name, paused === null ? '' : `paused: ${paused.reason}`, horizon === null ? 'no data yet' : plain(horizon)],
    ...[count(priority), count(people), count(withoutDay)],
  ])
  const plan = days.map(({ day, programme, message, name, people, held }) => [day, programme, message, name, count(people), heldText(held)])
  return [
    textTable(tableColumns(['programme', 'name', 'state', 'data up to'], ['priority', 'people due', 'wait for a deal']), rows),
    days.length === 0
      ? 'Nobody is due a message in these days.\n'
      : textTable(tableColumns(['day', 'programme', 'message', 'name'], ['people'], ['moved there by']), plan),
    ...(closed.length === 0
      ? []
      : [
          lines(
            closed.map(
              ({ programme, name, from, to }) => `${from === to ? from : `${from} to ${to}`}: ${programme} sends nothing (${name})`,
            ),
          ),
        ]),
    ...(collisions.length === 0 ? [] : [lines(collisions.map(({ text }) => text))]),
    lines([...notes, 'The people behind a number: desirepath programme who PROGRAMME --message MESSAGE --day DAY.']),
  ].join('\n')
}

function heldText(held: DueDay['held']): string {
  return held.map(({ why, people }) => `${why} ${count(people)}`).join(', ')
}

/** Adds `programme calendar`. */
export function addProgrammeCalendarCommand(programme: Command, run: RunCommand): void {
  programme
    .command('calendar')
    .description('on which days kept programmes write to how many of those in them now')
    .option('--from <day>', 'from this day on, like 2026-03-27')
    .option('--to <day>', 'up to this day, included')
    .option('--ics <file>', 'write it as iCalendar')
    .action(run('programme calendar', showCalendar))
}
