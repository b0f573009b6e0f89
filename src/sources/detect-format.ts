import { createReadStream } from 'node:fs'
import { AppError } from '../core/error.ts'
import type { ByteSource } from './byte-source.ts'
import { type FileFormat, formatNames, isText, readFormats } from './file-format.ts'
import { detectEncoding } from './text-encoding.ts'
import { openZip } from './zip-file.ts'

/**
 * The format of a file by its content; where its ending says another, a note tells. `wanted`: what the mapping says, which holds among formats of text.
 * Errors: `invalid`, with the way out, for what is not read.
 */
export async function detectFormat(source: ByteSource, wanted: FileFormat | null): Promise<{ format: FileFormat; notes: string[] }> {
  const format = (await binaryFormat(source)) ?? (wanted !== null && isText(wanted) ? wanted : textFormat(source))
  if (!isText(format) && source.packed)
    throw new AppError(
      'invalid',
      `${source.path} is ${formatNames[format]} packed with gzip: unpack it first (gunzip), and import what comes out.`,
    )
  if (wanted !== null && wanted !== format && !isText(wanted))
    throw new AppError(
      'invalid',
      `${source.path} is ${formatNames[format]}, but the mapping says format: ${wanted}. Leave format out of the mapping.`,
    )
  const said = formatOfEnding(source.path)
  const differs = said !== null && said !== format && !(wanted === format)
  return {
    format,
    notes: differs ? [`By its content the file is ${formatNames[format]}, whatever its ending says; it is read as that.`] : [],
  }
}

const endings: Readonly<Record<string, FileFormat>> = {
  csv: 'csv',
  tsv: 'csv',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  json: 'json',
  xlsx: 'xlsx',
  xlsm: 'xlsx',
  xes: 'xes',
  parquet: 'parquet',
  jsonocel: 'ocel-json',
  xmlocel: 'ocel-xml',
}

/** JSON, NDJSON and OCEL share endings. */
function formatOfEnding(path: string): FileFormat | null {
  const said = endings[/\.(\w+)(\.gz)?$/i.exec(path)?.[1]?.toLowerCase() ?? ''] ?? null
  return said === 'json' ? null : said
}

const otherFormats: readonly { magic: string; says: string }[] = [
  { magic: '%PDF', says: 'a PDF. Give a table: export the data as CSV' },
  { magic: 'Obj\u0001', says: 'an Avro file. Export the table as Parquet, CSV or NDJSON' },
  { magic: 'ARROW1', says: 'an Arrow file. Export the table as Parquet or CSV' },
  { magic: '7z\u00bc\u00af', says: 'a 7z archive. Unpack it, and import the files in it' },
  { magic: 'Rar!', says: 'a RAR archive. Unpack it, and import the files in it' },
  { magic: 'BZh9', says: 'packed with bzip2. Unpack it (bunzip2), and import what comes out' },
  { magic: '\u00fd7zXZ', says: 'packed with xz. Unpack it (unxz), and import what comes out' },
  { magic: '(\u00b5/\u00fd', says: 'packed with zstd. Unpack it (unzstd), and import what comes out' },
]

async function binaryFormat(source: ByteSource): Promise<FileFormat | null> {
  const { path, sample } = source
  const head = Buffer.from(sample.subarray(0, 16)).toString('latin1')
  if (head.startsWith('PK\u0003\u0004') || head.startsWith('PK\u0005\u0006')) return source.packed ? 'xlsx' : zipFormat(path)
  if (head.startsWith('PAR1')) return 'parquet'
  if (head.startsWith('SQLite format 3')) return 'ocel-sqlite'
  if (head.startsWith('\u00d0\u00cf\u0011\u00e0')) throw await oldOffice(path)
  const other = otherFormats.find(({ magic }) => head.startsWith(magic))
  if (other !== undefined) throw new AppError('invalid', `${path} is ${other.says}; ${readFormats}.`)
  return null
}

async function zipFormat(path: string): Promise<FileFormat> {
  const zip = await openZip(path)
  const { names } = zip
  zip.close()
  if (names.some((name) => /(^|\/)workbook\.xml$/.test(name))) return 'xlsx'
  if (names.some((name) => /(^|\/)workbook\.bin$/.test(name)))
    throw new AppError('invalid', `${path} is a binary spreadsheet (XLSB). Save it as .xlsx or as CSV.`)
  if (names.includes('content.xml'))
    throw new AppError('invalid', `${path} is an OpenDocument file (ODS). Save the sheet as .xlsx or as CSV.`)
  const files = names.filter((name) => !name.endsWith('/')).slice(0, 5)
  throw new AppError(
    'invalid',
    `${path} is a zip archive that holds ${files.join(', ') || 'nothing'}. Unpack it, and import the files in it.`,
  )
}

/** Files of older office programs hold parts whose names are UTF-16 text: one with a password has a part EncryptedPackage. */
async function oldOffice(path: string): Promise<AppError> {
  const wanted = Buffer.from('EncryptedPackage', 'utf16le')
  let rest = Buffer.alloc(0)
  for await (const chunk of createReadStream(path)) {
    const bytes = Buffer.concat([rest, chunk as Buffer])
    if (bytes.includes(wanted))
      return new AppError(
        'invalid',
        `${path} is protected by a password. Open it in the spreadsheet program, take the password off (Save as, or File, Info), and import it again.`,
      )
    rest = Buffer.from(bytes.subarray(-wanted.length))
  }
  return new AppError('invalid', `${path} is a file of an older office program (.xls). Open it and save it as .xlsx or as CSV.`)
}

function textFormat({ path, sample, whole }: ByteSource): FileFormat {
  const { encoding } = detectEncoding(sample)
  const text = new TextDecoder(encoding).decode(sample)
  const start = text.trimStart()
  if (start.includes('\0')) throw new AppError('invalid', `${path} holds binary data, no text; ${readFormats}.`)
  if (start === '') throw new AppError('invalid', `${path} holds nothing but blank lines. An import needs a file with at least one row.`)
  if (start.startsWith('<')) return xmlFormat(path, start)
  if (start.startsWith('{')) return braceFormat(path, start, whole)
  return /^\[\s*[{[\]]/.test(start) ? 'json' : 'csv'
}

function xmlFormat(path: string, text: string): FileFormat {
  if (/^<(!doctype\s+html|html|head|body|table|meta)\b/i.test(text))
    throw new AppError(
      'invalid',
      `${path} is a web page, no table: perhaps the page of a login, or a sheet saved as a web page. Export it again, as CSV or .xlsx.`,
    )
  if (text.includes('urn:schemas-microsoft-com:office:spreadsheet'))
    throw new AppError('invalid', `${path} is a spreadsheet in the XML of 2003. Open it and save it as .xlsx or as CSV.`)
  return /<(?:\w+:)?(object-types|event-types)[\s/>]/.test(text) ? 'ocel-xml' : 'xes'
}

/** A file that begins with an object: a log, one object a line, or one object that holds the list. */
function braceFormat(path: string, text: string, whole: boolean): FileFormat {
  if (text.includes('"ocel:global-log"'))
    throw new AppError('invalid', `${path} is OCEL 1.0; OCEL 2.0 is read. Write it anew as OCEL 2.0 with the tool it comes from.`)
  if (/"(objectTypes|eventTypes)"\s*:\s*\[/.test(text)) return 'ocel-json'
  const [first = '', ...others] = text.split(/[\r\n]+/, 50).filter((line) => line.trim() !== '')
  const object = parsed(first)
  if (object === null) return others.some((line) => parsed(line) !== null && line.startsWith('{"')) ? 'ndjson' : 'json'
  const onlyOne = whole && others.length === 0
  const holdsList = Object.values(object).some((value) => Array.isArray(value) && typeof value[0] === 'object' && value[0] !== null)
  return onlyOne && holdsList ? 'json' : 'ndjson'
}

function parsed(line: string): object | null {
  try {
    const value = JSON.parse(line) as unknown
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}
