import { extname } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { parse } from 'yaml'
import { campaignsCsv } from '../api/campaigns-csv.ts'
import { AppError } from '../core/error.ts'
import type { CampaignFigures } from '../map/campaign-figures.ts'
import { count } from '../map/format.ts'
import type { Campaign, CampaignsKept } from '../model/campaign.ts'
import { audienceText } from '../model/campaign-audience.ts'
import type { CampaignFormat } from '../sources/campaign-file.ts'
import { campaignText } from './campaign-text.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './session.ts'
import { printable, tableColumns, textTable } from './table.ts'
import { readTextFile } from './text-file.ts'

/** `campaigns list`: every campaign; with --csv as a file that an import reads back. */
async function listCampaigns(session: Session, { csv }: { csv?: boolean }): Promise<void> {
  const campaigns = await session.withApp((app) => app.campaigns())
  if (csv) {
    if (session.json) throw new AppError('usage', '--csv and --json are two forms of one answer: give one of them.')
    session.surroundings.write(campaignsCsv(campaigns))
    return
  }
  session.answer(campaigns, () => {
    if (campaigns.length === 0) return 'There are no campaigns yet: desirepath campaigns import FILE, or campaigns add.\n'
    const rows = campaigns.map(({ id, name, from, to, channel, cost, audience }) => {
      return [id, name, from, to, channel, audienceText(audience), cost === null ? '' : `${count(cost.amount)} ${cost.currency}`]
    })
    return textTable(tableColumns(['Campaign', 'Name', 'First day', 'Last day', 'Channel', 'Audience'], ['Cost']), rows)
  })
}

/** `campaigns import`: keeps the campaigns of a YAML or CSV file, all or none. */
async function importCampaigns(session: Session, file: string): Promise<void> {
  const format = formatOf(file)
  const text = await readTextFile(session.surroundings.folder, file)
  const kept = await session.withApp((app) => app.keepCampaigns(text, format))
  session.answer(kept, () => keptText(kept))
}

function formatOf(file: string): CampaignFormat {
  const ending = extname(file).toLowerCase()
  if (ending === '.csv' || ending === '.tsv' || ending === '.txt') return 'csv'
  if (ending === '.yaml' || ending === '.yml' || ending === '.json') return 'yaml'
  throw new AppError('usage', `"${file}" ends in ${ending === '' ? 'nothing' : ending}: campaigns are read from .csv, .yaml or .json.`)
}

interface AddOptions {
  name: string
  from: string
  to: string
  id?: string
  zone?: string
  audience?: unknown
  channel?: string
  cost?: number
  currency?: string
  note?: string
  replace?: boolean
}

/** `campaigns add`: keeps one campaign. */
async function addCampaign(session: Session, { cost, currency, zone, replace, ...options }: AddOptions): Promise<void> {
  if ((cost === undefined) !== (currency === undefined))
    throw new AppError('usage', '--cost and --currency stand together: give both, or neither.')
  const written = {
    ...options,
    ...(zone === undefined ? {} : { timeZone: zone }),
    ...(cost === undefined ? {} : { cost: { amount: cost, currency } }),
  }
  const kept = await session.withApp((app) => app.keepCampaign(written, replace === true))
  session.answer(kept, () => keptText(kept))
}

/** What keeping did, in lines. */
function keptText({ added, replaced, unchanged, cautions }: CampaignsKept): string {
  const lines = [
    ...(added.length > 0 ? [`Added: ${added.join(', ')}.`] : []),
    ...replaced.flatMap(({ id, changes }) => [
      `Replaced: ${id}.`,
      ...changes.map(
        ({ part, before, after }) => `  ${part}: ${before === '' ? '(nothing)' : before} → ${after === '' ? '(nothing)' : after}`,
      ),
    ]),
    ...(unchanged.length > 0 ? [`As it was: ${unchanged.join(', ')}.`] : []),
    ...cautions.map((caution) => `  caution  ${caution}`),
  ]
  return lines.map((line) => `${printable(line)}\n`).join('')
}

async function removeCampaign(session: Session, id: string): Promise<void> {
  const removed = await session.withApp((app) => app.removeCampaign(id))
  session.answer(removed, () => printable(`Campaign ${removed.id} ("${removed.name}") is removed.`).concat('\n'))
}

/** `campaigns show`: a campaign with its before and after, in one journey or in each. */
async function showCampaign(session: Session, id: string, { journey }: { journey?: string }): Promise<void> {
  const shown = await session.withFigures(async (app, signal): Promise<{ campaign: Campaign; figures: CampaignFigures[] }> => {
    const campaigns = await app.campaigns()
    const ids = journey === undefined ? (await app.journeys()).map((one) => one.id) : [journey]
    const campaign = campaigns.find((one) => one.id === id)
    const figures: CampaignFigures[] = []
    if (campaign !== undefined) for (const one of ids) figures.push(await app.campaignFigures(id, one, signal))
    if (campaign !== undefined) return { campaign, figures }
    const known = campaigns.length === 0 ? 'There are none yet.' : `Known: ${campaigns.map((one) => one.id).join(', ')}.`
    throw new AppError('notFound', `There is no campaign "${id}". ${known}`)
  })
  session.answer(shown, () => campaignText(shown.campaign, shown.figures))
}

function audienceOption(text: string): unknown {
  try {
    return parse(text, { logLevel: 'error' })
  } catch {
    throw new InvalidArgumentError('It is written like everyone, "persona: buyer", "{subject: country, is: DE}" or "reached: mail opened".')
  }
}

function amountOption(text: string): number {
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is an amount in digits alone, like 1200 or 1200.50.')
}

/** Adds `campaigns list|import|add|remove|show`. */
export function addCampaignCommands(program: Command, run: RunCommand): void {
  const campaigns = program.command('campaigns').description('campaigns, and what came before and after them')
  campaigns
    .command('list')
    .description('list the campaigns')
    .option('--csv', 'write them as CSV, which import reads back')
    .action(run('campaigns list', listCampaigns))
  campaigns
    .command('import')
    .argument('<file>', 'a YAML, JSON or CSV file')
    .description('keep the campaigns of a file, all or none; one whose id is there takes its place')
    .action(run('campaigns import', importCampaigns))
  campaigns
    .command('add')
    .description('keep one campaign')
    .requiredOption('--name <name>', 'what people call it')
    .requiredOption('--from <day>', 'its first day, like 2026-03-01')
    .requiredOption('--to <day>', 'its last day, included')
    .option('--id <id>', 'its id (default: from its name)')
    .option('--zone <zone>', 'the time zone of its days, like Europe/Berlin (default: UTC)')
    .option('--audience <rule>', 'whom it was for, like "persona: buyer" (default: everyone)', audienceOption)
    .option('--channel <channel>', 'where it ran')
    .option('--cost <amount>', 'what it cost', amountOption)
    .option('--currency <code>', 'the currency of the cost, like EUR')
    .option('--note <text>', 'what else is to be said')
    .option('--replace', 'take the place of the campaign with this id')
    .action(run('campaigns add', addCampaign))
  campaigns
    .command('remove')
    .argument('<campaign>', 'its id')
    .description('remove a campaign')
    .action(run('campaigns remove', removeCampaign))
  campaigns
    .command('show')
    .argument('<campaign>', 'its id')
    .description('show a campaign with its before and after')
    .option('--journey <id>', 'in this journey alone (default: in each)')
    .action(run('campaigns show', showCampaign))
}
