import { posix } from 'node:path'
import { AppError } from '../core/error.ts'
import { type DateShape, dateShape } from './xlsx-date.ts'
import { attributeOf, plainText, readXmlPart } from './xlsx-xml.ts'
import { openZip, type ZipFile } from './zip-file.ts'

/** A sheet of a workbook: its name, the part that holds it, and whether its file hides it. */
export interface SheetEntry {
  name: string
  part: string
  hidden: boolean
}

/** An open workbook: its sheets in their order, and what all of them share. */
export interface Workbook {
  path: string
  zip: ZipFile
  sheets: readonly SheetEntry[]
  from1904: boolean
  strings: readonly string[]
  /** By the style number of a cell. */
  shapes: readonly DateShape[]
}

/** The most text that a workbook may share between its cells, in characters: it is kept in memory. */
export const maxSharedText = 256 << 20

/** Opens a spreadsheet (XLSX). Errors: `invalid` where it is cut off, damaged, or no XLSX. The caller closes its zip. */
export async function openWorkbook(path: string): Promise<Workbook> {
  const zip = await openZip(path)
  try {
    const root = await relations(zip, path, '_rels/.rels', '')
    const main = [...root.values()].find(({ type }) => type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml'
    const parts = await relations(zip, path, posix.join(posix.dirname(main), '_rels', `${posix.basename(main)}.rels`), posix.dirname(main))
    const { sheets, from1904 } = await readSheetList(zip, path, main, parts)
    const partOf = (kind: string) => [...parts.values()].find(({ type }) => type.endsWith(`/${kind}`))?.target
    return {
      path,
      zip,
      sheets,
      from1904,
      strings: await readStrings(zip, path, partOf('sharedStrings')),
      shapes: await readShapes(zip, path, partOf('styles')),
    }
  } catch (error) {
    zip.close()
    throw error
  }
}

interface Relation {
  type: string
  target: string
}

async function relations(zip: ZipFile, path: string, part: string, folder: string): Promise<Map<string, Relation>> {
  const found = new Map<string, Relation>()
  if (!zip.names.includes(part)) return found
  await readXmlPart(path, part, zip.text(part), {
    open: (name, { Id = '', Type = '', Target = '' }) => {
      if (name !== 'Relationship') return
      found.set(Id, { type: Type, target: Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target) })
    },
  })
  return found
}

async function readSheetList(zip: ZipFile, path: string, main: string, parts: ReadonlyMap<string, Relation>) {
  const sheets: SheetEntry[] = []
  let from1904 = false
  await readXmlPart(path, main, zip.text(main), {
    open: (name, attributes) => {
      if (name === 'workbookPr') from1904 = attributes.date1904 === '1' || attributes.date1904 === 'true'
      if (name !== 'sheet') return
      const relation = parts.get(attributes['r:id'] ?? attributeOf(attributes, 'id') ?? '')
      if (relation === undefined || !relation.type.endsWith('/worksheet')) return
      sheets.push({ name: attributes.name ?? '', part: relation.target, hidden: (attributes.state ?? 'visible') !== 'visible' })
    },
  })
  if (sheets.length === 0)
    throw new AppError('invalid', `${path} holds no sheet with cells. An import needs a sheet with a row of column names.`)
  return { sheets, from1904 }
}

async function readStrings(zip: ZipFile, path: string, part: string | undefined): Promise<string[]> {
  const strings: string[] = []
  if (part === undefined) return strings
  let text = ''
  let length = 0
  let taking = false
  let phonetic = false
  await readXmlPart(path, part, zip.text(part), {
    open: (name) => {
      if (name === 'si') text = ''
      else if (name === 'rPh') phonetic = true
      taking = name === 't' && !phonetic
    },
    text: (piece) => {
      if (taking) text += piece
    },
    close: (name) => {
      taking = false
      if (name === 'rPh') phonetic = false
      if (name !== 'si') return
      length += text.length
      if (length > maxSharedText)
        throw new AppError('invalid', `${path} holds more than 256 MiB of text. Save the sheet as CSV and import that.`)
      strings.push(plainText(text))
    },
  })
  return strings
}

async function readShapes(zip: ZipFile, path: string, part: string | undefined): Promise<DateShape[]> {
  const shapes: DateShape[] = []
  if (part === undefined) return shapes
  const codes = new Map<number, string>()
  let inCells = false
  await readXmlPart(path, part, zip.text(part), {
    open: (name, attributes) => {
      if (name === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
      else if (name === 'cellXfs') inCells = true
      else if (name === 'xf' && inCells) {
        const format = Number(attributes.numFmtId ?? 0)
        shapes.push(dateShape(format, codes.get(format)))
      }
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false
    },
  })
  return shapes
}
