import { type Command, InvalidArgumentError } from 'commander'
import { parseDocument } from 'yaml'
import { defaultDesign } from '../model/default-design.ts'
import { dayMs, parseDuration } from '../model/duration.ts'
import { readCondition, readWhere } from '../model/property-condition.ts'
import { type SubjectRuleSpec, subjectRuleSpecSchema } from '../model/rule-spec.ts'
import type { DesignOptions } from '../programme/design-options.ts'
import { addFilterOptions, type FilterOptions, filterOf, wholeNumber } from './filter-options.ts'
import { programmeDesignText } from './programme-design-text.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './session.ts'

interface GivenOptions extends FilterOptions {
  consent?: 'assumed' | SubjectRuleSpec
  personas?: boolean
  minGap: number
  cap: number
  firstDay: number
  holdout: number
}

/** `programme design`: the messages that the journey suggests, each number with where it comes from (rules R1 to R5). */
async function designProgramme(session: Session, journey: string, given: GivenOptions): Promise<void> {
  const design = await session.withApp((app) => app.designProgramme(journey, optionsOf(given)))
  session.answer(design, () => programmeDesignText(design))
}

interface GivenChoices extends GivenOptions {
  id: string
  name?: string
  zone: string
  language: string
}

/** `programme draft`: the same as a document to edit and keep. */
async function draftProgramme(session: Session, journey: string, { id, name, zone, language, ...given }: GivenChoices): Promise<void> {
  const choices = { id, name: name ?? null, timeZone: zone, language }
  const draft = await session.withApp((app) => app.draftProgramme(journey, optionsOf(given), choices))
  session.answer(draft, () => draft.text)
}

function optionsOf(given: GivenOptions): DesignOptions {
  const { consent = null, personas = false, minGap: minGapDays, cap, firstDay, holdout } = given
  return { consent, personas, minGapDays, cap, firstDay, holdout, filter: filterOf(given) }
}

/** Reads who consents: `assumed`, a property and its value as --where takes it, or a rule as a persona's in YAML. */
function consentOption(text: string): 'assumed' | SubjectRuleSpec {
  if (text === 'assumed') return 'assumed'
  const read = text.trimStart().startsWith('{') ? null : readWhere(text)
  if (read !== null) return ruleOfCondition(read.property, read.condition)
  const document = parseDocument(text, { logLevel: 'error' })
  const rule = subjectRuleSpecSchema.safeParse(document.toJS())
  if (document.errors.length === 0 && rule.success) return rule.data
  throw new InvalidArgumentError('It is written like email_consent=yes, "{subject: email_consent, is: yes}", or assumed.')
}

function ruleOfCondition(subject: string, condition: string): SubjectRuleSpec {
  const parts = readCondition(condition)
  if (typeof parts === 'string') throw new InvalidArgumentError(`${parts}.`)
  const rules = parts.map((part): SubjectRuleSpec => {
    if (!('values' in part)) return { subject, [part.kind]: part.bound }
    return { subject, [part.kind === 'is' ? 'in' : 'notIn']: part.values }
  })
  return rules.length === 1 ? (rules[0] as SubjectRuleSpec) : { all: rules }
}

function wholeDays(text: string): number {
  const days = (parseDuration(text) ?? 0) / dayMs
  if (!Number.isInteger(days) || days < 1 || days > 365)
    throw new InvalidArgumentError('It is whole days or weeks up to a year, like 7d or 2w.')
  return days
}

function shareOption(text: string): number {
  const share = Number(text.replace(/%$/, '')) / 100
  if (/^\d+(?:\.\d+)?%?$/.test(text) && share <= 0.9) return share
  throw new InvalidArgumentError('It is a percentage from 0 to 90, like 10%.')
}

/** Adds `programme design` and `programme draft`. */
export function addProgrammeDesignCommand(programme: Command, run: RunCommand): void {
  addDesignOptions(
    programme
      .command('design')
      .argument('<journey>')
      .description('design the messages of a journey from how long people stay in its stages; keeps nothing'),
  ).action(run('programme design', designProgramme))
  addDesignOptions(
    programme
      .command('draft')
      .argument('<journey>')
      .description('write such a design as a document, to edit and keep')
      .requiredOption('--id <id>', 'the id of the programme')
      .option('--name <name>', 'what people call it')
      .option('--zone <zone>', 'the time zone of its days, like Europe/Berlin', 'UTC')
      .option('--language <code>', 'the language of its messages, like de', 'en'),
  ).action(run('programme draft', draftProgramme))
}

function addDesignOptions(command: Command): Command {
  const { minGapDays, cap, firstDay, holdout } = defaultDesign
  return addFilterOptions(
    command
      .option('--consent <rule>', 'who may be written to, like email_consent=yes, or assumed (default: nobody said)', consentOption)
      .option('--personas', 'messages of its own for each persona')
      .option('--min-gap <time>', 'the least time between two messages, like 7d', wholeDays, minGapDays)
      .option('--cap <messages>', 'the most messages of one stage', wholeNumber(1, 52), cap)
      .option('--first-day <day>', 'the first day after entry on which something can be sent', wholeNumber(0, 365), firstDay)
      .option('--holdout <percent>', 'how many are kept without messages, like 10%', shareOption, holdout),
  )
}
