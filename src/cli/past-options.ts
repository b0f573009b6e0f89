import { type Command, InvalidArgumentError } from 'commander'
import { AppError } from '../core/error.ts'
import type { Filter } from '../map/journey-map.ts'
import { type PastDay, pastDayReading, pastDayWords } from '../map/past-day.ts'
import { printable } from './table.ts'

/** The options that name a past day (rule L4). */
export interface PastOptions {
  asOf?: string
  knownThen?: boolean
  timeZone?: string
  journeyVersion?: number
}

/** Adds --as-of, --known-then, --time-zone and --journey-version to a command. */
export function addPastOptions(command: Command): Command {
  return command
    .option('--as-of <day>', 'the world as of the end of this day, like 2025-06-30, with all known now')
    .option('--known-then', 'with --as-of: only what had been received by then')
    .option('--time-zone <zone>', 'with --as-of: where that day ends, like Europe/Zurich (default: UTC)')
    .option('--journey-version <number>', 'with --as-of: by this older version of the journey', versionOption)
}

/** The past day that the options name. `usage` where a day is missing. */
export function pastOf({ asOf, knownThen, timeZone, journeyVersion }: PastOptions): Partial<Filter> {
  const alone = [
    knownThen && '--known-then',
    timeZone !== undefined && '--time-zone',
    journeyVersion !== undefined && '--journey-version',
  ].find(Boolean)
  if (asOf === undefined && alone) throw new AppError('usage', `${alone} is said of a past day: add --as-of, like --as-of 2025-06-30`)
  return {
    ...(asOf === undefined ? {} : { asOf }),
    ...(knownThen ? { known: 'then' as const } : {}),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(journeyVersion === undefined ? {} : { version: journeyVersion }),
  }
}

/** The lines above figures of a past day; empty for today. */
export function pastText(past: PastDay | undefined): string {
  if (past === undefined) return ''
  return [`${pastDayWords(past)}.`, pastDayReading(past.known), ...past.notes].map((line) => `${printable(line)}\n`).join('')
}

function versionOption(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is the number of a version, from 1.')
}
