import { type Command, InvalidArgumentError, Option } from 'commander'
import { AppError } from '../core/error.ts'
import { mailRoles, quarterPattern, type SendAuditOptions, type SendSet, sendSets } from '../map/send-audit.ts'
import { dayMs, parseDuration } from '../model/duration.ts'
import { wholeNumber } from './filter-options.ts'
import { programmeAuditText, sendListText } from './programme-audit-text.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './session.ts'

type NamesOfEvents = Partial<Record<(typeof mailRoles)[number], string[]>>

interface GivenOptions extends NamesOfEvents {
  minGap?: number
  country?: string
  zone?: string
  quarter?: string
  property?: string
  channel?: string[]
  programme?: string
  list?: SendSet
  message?: string
  limit: number
  offset: number
}

/** `programme audit`: whom today's e-mails reached, and where those people were (rules R10, R11). */
async function auditProgramme(session: Session, journey: string, given: GivenOptions): Promise<void> {
  const options = optionsOf(given)
  const { list: set, message = null, limit, offset } = given
  if (set === undefined) {
    if (message !== null) throw new AppError('usage', `--message is of a list: give --list too, one of ${sendSets.join(', ')}.`)
    const audit = await session.withApp((app) => app.programmeAudit(journey, options))
    return session.answer(audit, () => programmeAuditText(audit))
  }
  const list = await session.withApp((app) => app.programmeAuditSends(journey, options, { set, message, limit, offset }))
  session.answer(list, () => sendListText(list, offset))
}

function optionsOf({ minGap, country, zone, quarter, property, channel, programme, ...given }: GivenOptions): SendAuditOptions {
  const events = Object.fromEntries(mailRoles.flatMap((role) => (given[role] === undefined ? [] : [[role, given[role]]])))
  return {
    ...(Object.keys(events).length === 0 ? {} : { events }),
    ...(channel === undefined ? {} : { channels: channel }),
    ...(property === undefined ? {} : { property }),
    ...(minGap === undefined ? {} : { minGapDays: minGap }),
    ...(country === undefined ? {} : { country }),
    ...(zone === undefined ? {} : { timeZone: zone }),
    ...(quarter === undefined ? {} : { quarter }),
    ...(programme === undefined ? {} : { programme }),
  }
}

function gapOption(text: string): number {
  const days = (parseDuration(text) ?? Number.NaN) / dayMs
  if (days >= 0 && days <= 366) return days
  throw new InvalidArgumentError('It is a time up to a year, like 3d, 36h or 2w.')
}

function quarterOption(text: string): string {
  if (quarterPattern.test(text)) return text
  throw new InvalidArgumentError('It is a quarter like 2025-Q4.')
}

const several = (text: string, before: string[] | undefined): string[] => [...(before ?? []), text]

/** Adds `programme audit`. */
export function addProgrammeAuditCommand(programme: Command, run: RunCommand): void {
  const audit = programme
    .command('audit')
    .argument('<journey>', 'its id')
    .description("whom today's e-mails reached, and where those people were")
    .option('--min-gap <time>', 'what must lie between two e-mails to one person (default: 7d)', gapOption)
    .option('--country <code>', 'count its public holidays, like DE')
    .option('--zone <zone>', 'the time zone of days and quarters, like Europe/Berlin (default: UTC)')
    .option('--quarter <quarter>', 'only e-mails of this quarter, like 2025-Q4', quarterOption)
    .option('--programme <id>', 'the programme that says which stage and question a message serves')
    .option('--property <name>', 'the property of an event that names the message (default: guessed)')
    .option('--channel <name>', 'a channel of e-mails; may be repeated (default: guessed)', several)
  for (const role of mailRoles)
    audit.option(`--${role} <event>`, `an event that says an e-mail was ${role}; may be repeated (default: guessed)`, several)
  audit
    .addOption(new Option('--list <set>', 'list the e-mails, or stays, behind a number').choices(sendSets))
    .option('--message <name>', 'of a list: only of this message')
    .option('--limit <rows>', 'of a list: at most so many rows', wholeNumber(1, 100_000), 50)
    .option('--offset <rows>', 'of a list: leave out so many rows first', wholeNumber(0, 1_000_000_000), 0)
    .action(run('programme audit', auditProgramme))
}
