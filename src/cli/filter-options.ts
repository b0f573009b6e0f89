import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Filter } from '../map/journey-map.ts'
import { dayMs, parseDuration } from '../model/duration.ts'
import { bothConditions, readCondition, readWhere } from '../model/property-condition.ts'
import { addPastOptions, type PastOptions, pastOf } from './past-options.ts'

/** The options that say which stays a figure counts. */
export interface FilterOptions extends PastOptions {
  persona?: string
  from?: number
  to?: number
  period?: 'entered' | 'lived'
  anchor?: string
  before?: number
  where: Record<string, string>
  segment?: string
  others?: boolean
}

/** Adds --persona, --from, --to, --period, --anchor, --before, --where, --segment, --others and those of a past day to a command (rules M11, M12, K8, L4). */
export function addFilterOptions(command: Command): Command {
  const filtered = command
    .option('--persona <id>', 'only this persona')
    .option('--from <day>', 'only stays entered on or after this day, like 2026-01-31 (UTC)', dayOption)
    .option('--to <day>', 'only stays entered before this day', dayOption)
    .addOption(
      new Option('--period <reading>', 'entered: stays entered in the period, followed to the end; lived: what happened in it').choices([
        'entered',
        'lived',
      ]),
    )
    .option('--anchor <deadline:year>', 'only stays entered in the time before this deadline, like open-day:2025')
    .option('--before <time>', 'how long before the deadline, in days or weeks, like 8w', beforeOption)
    .option(
      '--where <name=value>',
      "only subjects with this property at stage entry, also 'seats>=50', plan!=pro, plan=pro,team; may be repeated",
      whereOption,
      {},
    )
    .option('--segment <id>', 'only this saved segment')
    .option('--others', 'all those whom --persona, --where and --segment do not choose')
  return addPastOptions(filtered)
}

/** The filter that the options name. */
export function filterOf({ persona, from, to, period, anchor, before, where, segment, others, ...past }: FilterOptions): Filter {
  return {
    ...pastOf(past),
    ...(persona === undefined ? {} : { persona }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(period === undefined ? {} : { period }),
    ...(anchor === undefined ? {} : { anchor }),
    ...(before === undefined ? {} : { beforeDays: before }),
    ...(segment === undefined ? {} : { segment }),
    ...(others ? { others } : {}),
    where,
  }
}

/** Reads a whole number from `least` to `most`. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= least && value <= most) return value
    throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`)
  }
}

/** Reads a day as UTC ms. */
export function dayOption(text: string): number {
  const ms = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text) throw new InvalidArgumentError('It is a day like 2026-01-31.')
  return ms
}

function beforeOption(text: string): number {
  const days = (parseDuration(text) ?? 0) / dayMs
  if (!Number.isInteger(days) || days < 1 || days > 3660) throw new InvalidArgumentError('It is whole days or weeks, like 10d or 8w.')
  return days
}

/** Reads a condition on a property, beside those read before; two on one property both hold. */
export function whereOption(text: string, before: Record<string, string>): Record<string, string> {
  const read = readWhere(text)
  if (read === null)
    throw new InvalidArgumentError("It is a property and its value, like country=DE. Also plan=pro,team, plan!=pro, 'seats>=50'.")
  const { property, condition } = read
  const parts = readCondition(condition)
  if (typeof parts === 'string') throw new InvalidArgumentError(`${parts}.`)
  const known = before[property]
  return { ...before, [property]: known === undefined ? condition : bothConditions(known, condition) }
}
