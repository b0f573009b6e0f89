import { parse } from 'yaml'
import { AppError } from '../core/error.ts'
import type { Campaign } from '../model/campaign.ts'
import { nearText } from '../model/near-match.ts'
import { longestText, parseYaml } from '../model/yaml-document.ts'
import { unguarded } from './cell-entries.ts'
import { readCampaign } from './read-campaign.ts'
import { readSmallTable } from './small-table.ts'

/** How a file of campaigns is written. */
export const campaignFormats = ['yaml', 'csv'] as const
export type CampaignFormat = (typeof campaignFormats)[number]

/** The columns of campaigns as a table; the last two are the cost. */
const columns = ['id', 'name', 'from', 'to', 'timeZone', 'audience', 'channel', 'note', 'cost', 'currency'] as const

const mostTold = 20

interface Written {
  line: number
  /** The campaign as written; null where its row cannot be read. */
  value: unknown
  wrong: string[]
}

/** Reads a file of campaigns as a whole (rule K1). Errors: `invalid`, which tells each wrong row by its line. */
export function readCampaignFile(text: string, format: CampaignFormat): Campaign[] {
  if (text.length > longestText) throw new AppError('invalid', `The file has ${text.length} characters: at most ${longestText} are read.`)
  const written = format === 'csv' ? csvRows(text.replace(/^\uFEFF/, '')) : yamlItems(text)
  const lines = new Map<string, number>()
  const wrong: string[] = []
  const campaigns: Campaign[] = []
  for (const { line, value, wrong: unread } of written) {
    const { campaign, wrong: found } = unread.length > 0 ? { campaign: null, wrong: [] } : readCampaign(value)
    const said = [...unread, ...found.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))]
    const before = campaign === null ? undefined : lines.get(campaign.id)
    if (campaign !== null && before !== undefined) said.push(`The id "${campaign.id}" stands in line ${before} already: give each its own.`)
    wrong.push(...said.map((message) => `  line ${line}: ${message}`))
    if (campaign === null) continue
    lines.set(campaign.id, line)
    campaigns.push(campaign)
  }
  if (wrong.length > 0) {
    const more = wrong.length > mostTold ? [`  and ${wrong.length - mostTold} more`] : []
    throw new AppError('invalid', `Nothing was kept:\n${[...wrong.slice(0, mostTold), ...more].join('\n')}`, { lines: wrong.length })
  }
  if (campaigns.length === 0) throw new AppError('invalid', 'There is no campaign in this file.')
  return campaigns
}

/** Campaigns as a table that `readCampaignFile` reads back. Cells are as they are: guard formulas when writing. */
export function campaignTable(campaigns: readonly Campaign[]): string[][] {
  const rows = campaigns.map(({ audience, cost, ...campaign }) => {
    const said: Record<string, string> = {
      ...campaign,
      audience: audience === 'everyone' ? audience : JSON.stringify(audience),
      cost: cost === null ? '' : String(cost.amount),
      currency: cost?.currency ?? '',
    }
    return columns.map((column) => said[column] ?? '')
  })
  return [[...columns], ...rows]
}

function yamlItems(text: string): Written[] {
  const { document, findings, placeOf } = parseYaml(text)
  const list = Array.isArray(document) ? document : listIn(document)
  if (list === null) {
    const [found] = document === null && text.trim() !== '' ? findings : []
    const where = found?.line === undefined ? '' : ` (line ${found.line})`
    if (found !== undefined && !found.message.startsWith('The document is'))
      throw new AppError('invalid', `Nothing was kept: ${found.message}${where}`)
    throw new AppError(
      'invalid',
      'Nothing was kept: a file of campaigns begins with "campaigns:" and a list below it, each with name, from and to.',
    )
  }
  const path = Array.isArray(document) ? '' : 'campaigns'
  return list.map((value, index) => ({ line: placeOf(`${path}[${index}]`).line, value, wrong: [] }))
}

function listIn(document: unknown): unknown[] | null {
  const found = typeof document === 'object' && document !== null ? (document as { campaigns?: unknown }).campaigns : undefined
  return Array.isArray(found) ? found : null
}

const plain = (name: string) =>
  unguarded(name)
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '')

function csvRows(text: string): Written[] {
  const { head, rows, rejects } = readSmallTable(text)
  const names = head.map(namedColumn)
  const missing = ['name', 'from', 'to'].filter((column) => !names.includes(column))
  if (missing.length > 0)
    throw new AppError(
      'invalid',
      `Nothing was kept: the first line has no column ${missing.join(', ')}. It names the columns: ${columns.join(', ')}.`,
    )
  const read = rows.map(({ line, cells }): Written => {
    if (cells.length > names.length)
      return { line, value: null, wrong: [`It has ${cells.length} cells, the first line has ${names.length}.`] }
    return { line, ...rowOf(Object.fromEntries(names.map((name, i) => [name, unguarded((cells[i] ?? '').trim())]))) }
  })
  const wrong = rejects.map(({ line, message }) => ({ line, value: null, wrong: [message] }))
  return [...read, ...wrong].sort((a, b) => a.line - b.line)
}

function namedColumn(cell: string): string {
  const found = columns.find((column) => plain(column) === plain(cell))
  if (found !== undefined) return found
  throw new AppError(
    'invalid',
    `Nothing was kept: "${cell}" is no column of campaigns. Known: ${columns.join(', ')}.${nearText(cell, columns)}`,
  )
}

function rowOf({ cost = '', currency = '', audience = '', ...cells }: Record<string, string>): Pick<Written, 'value' | 'wrong'> {
  const wrong: string[] = []
  if (cost !== '' && !/^\d+(?:[.,]\d{1,2})?$/.test(cost))
    wrong.push(`cost: "${cost}" is no amount: write digits alone, like 1200 or 1200.50.`)
  if ((cost === '') !== (currency === '')) wrong.push('cost and currency stand together: fill both, or neither.')
  const read = readAudience(audience)
  if (read === unreadable)
    wrong.push(`audience: ${JSON.stringify(audience)} cannot be read: write it like persona: buyer, or {subject: country, is: DE}.`)
  const given = Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell !== ''))
  const value = {
    ...given,
    ...(audience === '' ? {} : { audience: read }),
    ...(cost === '' ? {} : { cost: { amount: Number(cost.replace(',', '.')), currency } }),
  }
  return { value, wrong }
}

const unreadable = Symbol('unreadable')

/** An audience in a cell, as in YAML. */
function readAudience(cell: string): unknown {
  try {
    return cell.length > 10_000 ? unreadable : parse(cell, { logLevel: 'error' })
  } catch {
    return unreadable
  }
}
