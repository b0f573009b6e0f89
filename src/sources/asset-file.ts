import { AppError } from '../core/error.ts'
import { nearText } from '../model/near-match.ts'
import { longestText } from '../model/yaml-document.ts'
import { unguarded } from './cell-entries.ts'
import { idOf } from './drawn-map.ts'
import { readSmallTable, type SmallTable } from './small-table.ts'

/** An asset as a table says it; what is empty was not said. */
export interface WrittenAsset {
  id: string
  title: string
  stage?: string
  question?: string
  format?: string
  language?: string
  url?: string
}

const columns = ['id', 'title', 'stage', 'question', 'format', 'language', 'url'] as const
type Column = (typeof columns)[number]

const mostTold = 20

/** Reads a CSV file of content assets as a whole; `id` left out: made from the title. Errors: `invalid`, which tells each wrong row by its line. */
export function readAssetFile(text: string): WrittenAsset[] {
  if (text.length > longestText) throw new AppError('invalid', `The file has ${text.length} characters: at most ${longestText} are read.`)
  const { names, rows, wrong } = tableOf(text.replace(/^\uFEFF/, ''))
  const lines = new Map<string, number>()
  const assets = rows.flatMap(({ line, cells }): WrittenAsset[] => {
    const said = Object.fromEntries(
      names.map((name, i) => [name, unguarded((cells[i] ?? '').trim())] as const).filter(([, cell]) => cell !== ''),
    )
    const { title = '', id = idOf(title, 'asset', []), ...others } = said as Partial<Record<Column, string>>
    const before = lines.get(id)
    if (cells.length > names.length) wrong.push(`  line ${line}: It has ${cells.length} cells, the first line has ${names.length}.`)
    else if (title === '') wrong.push(`  line ${line}: The title is missing.`)
    else if (before !== undefined) wrong.push(`  line ${line}: The id "${id}" stands in line ${before} already: give each its own.`)
    lines.set(id, before ?? line)
    return [{ id, title, ...others }]
  })
  if (wrong.length > 0) {
    const more = wrong.length > mostTold ? [`  and ${wrong.length - mostTold} more`] : []
    throw new AppError('invalid', `Nothing was kept:\n${[...wrong.slice(0, mostTold), ...more].join('\n')}`)
  }
  if (assets.length === 0) throw new AppError('invalid', 'There is no asset in this file.')
  return assets
}

function tableOf(text: string): Pick<SmallTable, 'rows'> & { names: Column[]; wrong: string[] } {
  const { head, rows, rejects } = readSmallTable(text)
  const names = head.map((cell) => columnOf(unguarded(cell)))
  if (!names.includes('title'))
    throw new AppError('invalid', `Nothing was kept: the first line has no column title. It names the columns: ${columns.join(', ')}.`)
  return { names, rows, wrong: rejects.map(({ line, message }) => `  line ${line}: ${message}`) }
}

function columnOf(cell: string): Column {
  const found = columns.find((column) => column === cell.toLowerCase())
  if (found !== undefined) return found
  throw new AppError(
    'invalid',
    `Nothing was kept: "${cell}" is no column of assets. Known: ${columns.join(', ')}.${nearText(cell, columns)}`,
  )
}
