import type { PreviewDecision } from '../model/file-preview.ts'
import { columnNamed, looksLikeIds, objectNames, personColumns } from './column-names.ts'
import { guessTimeFormat } from './guess-time-format.ts'
import type { Inspection } from './inspect-file.ts'
import { timeReader } from './time-format.ts'

type Data = Record<string, unknown>
type Place = PreviewDecision['place']

/** Where a mapping document names a column of times, whatever else is wrong with it. */
export function timePlaces(data: Data): { place: Place; column: string; format: string | null }[] {
  const found: { place: Place; column: string; format: string | null }[] = []
  const add = (place: Place, value: unknown) => {
    const { column, format } = typeof value === 'string' ? { column: value, format: null } : partsOf(value)
    if (typeof column === 'string') found.push({ place, column, format: typeof format === 'string' ? format : null })
  }
  for (const name of ['time', 'originalTime', 'sentAt', 'receivedAt', 'validFrom']) add([name], data[name])
  if (Array.isArray(data.events)) data.events.forEach((event: unknown, index) => void add(['events', index], event))
  return found
}

function partsOf(value: unknown): { column?: unknown; format?: unknown } {
  return typeof value === 'object' && value !== null ? value : {}
}

/** What a person must or may decide: which of day and month comes first where both fit, and which of several times is the event's. */
export function decisionsOf(data: Data, inspection: Inspection): PreviewDecision[] {
  const valuesOf = (column: string) => {
    const index = inspection.columns.indexOf(column)
    return inspection.rows.map((row) => row[index] ?? '').filter((value) => value !== '')
  }
  return [...personDecision(data, inspection, valuesOf), ...orderDecisions(data, valuesOf), ...timeDecision(data, inspection, valuesOf)]
}

/** Whether a column that is named like a person, but holds no clear ids, says whose journey it is. */
function personDecision(data: Data, { columns }: Inspection, valuesOf: (column: string) => string[]): PreviewDecision[] {
  const objects = partsOf(data.objects) as Data
  const known = objects.contact
  if (data.kind !== 'events' || columnNamed(columns, objectNames.contact ?? []) !== null) return []
  const column = personColumns(columns).find((one) => valuesOf(one).length > 0)
  if (column === undefined || looksLikeIds(valuesOf(column)) || (known !== undefined && known !== column)) return []
  if (Object.values(objects).some((other) => other === column) && known !== column) return []
  const example = valuesOf(column)[0] ?? ''
  const others = Object.keys(objects).filter((type) => type !== 'contact')
  return [
    {
      question: `Does the column ${column} tell which person it is?`,
      place: ['objects', 'contact'],
      chosen: known === column ? column : others.length > 0 ? '' : null,
      options: [
        { value: column, label: `yes: ${example} is always one and the same person` },
        { value: '', label: 'no: it is a name that several may have, a role or a firm' },
      ],
    },
  ]
}

function orderDecisions(data: Data, valuesOf: (column: string) => string[]): PreviewDecision[] {
  return timePlaces(data).flatMap(({ place, column, format }) => {
    const values = valuesOf(column)
    const guess = guessTimeFormat(values, 0.3)
    if (guess === null || guess.ambiguous.length === 0) return []
    const telling = values.find((value) => new Set(guess.ambiguous.map((one) => timeReader(one, (wall) => wall)(value))).size > 1) ?? ''
    const options = guess.ambiguous.map((value) => ({ value, label: `${dayWords(timeReader(value, (wall) => wall)(telling))} (${value})` }))
    return [{ question: `In the column ${column}, which day is ${telling}?`, place: [...place, 'format'], chosen: format, options }]
  })
}

const months = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
]

function dayWords(ms: number): string {
  const date = new Date(ms)
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`
}

function timeDecision(data: Data, { columns, rows }: Inspection, valuesOf: (column: string) => string[]): PreviewDecision[] {
  const chosen = timePlaces(data).find(({ place }) => place[0] === 'time')?.column
  const taken = new Set(timePlaces(data).flatMap(({ place, column }) => (place[0] === 'time' ? [] : [column])))
  if (data.kind !== 'events' || chosen === undefined || columns.length > 100) return []
  const times = columns.filter((column) => !taken.has(column) && isTime(valuesOf(column)))
  if (times.length < 2) return []
  const label = (column: string) => {
    const differ = rows.filter((row) => row[columns.indexOf(column)] !== row[columns.indexOf(chosen)]).length
    const example = valuesOf(column)[0] ?? ''
    return column === chosen ? `${column}, e.g. ${example}` : `${column}, e.g. ${example}; differs in ${differ} of ${rows.length} rows`
  }
  const options = times.map((column) => ({ value: column, label: label(column) }))
  return [{ question: 'There are several times. Which one says when it happened?', place: ['time', 'column'], chosen, options }]
}

function isTime(values: readonly string[]): boolean {
  const guess = guessTimeFormat(values.slice(0, 200))
  return guess !== null && !guess.format.startsWith('epoch')
}

/** What a mapping document lacks before it can be used, each in a sentence that says what to choose; empty when nothing is missing. */
export function missingChoices(data: Data): string[] {
  const isMissing = (value: unknown) =>
    value === undefined || value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0)
  const missing: string[] = []
  if (data.kind === 'events') {
    if (isMissing(partsOf(data.constants)['name' as keyof object]) && isMissing(data.name))
      missing.push('Choose the column that says what happened, or give one name for all rows.')
    if (timePlaces(data).every(({ place }) => place[0] !== 'time')) missing.push('Choose the column that says when it happened.')
    if (isMissing(data.objects)) missing.push('Choose the column that says whom or what each row is about.')
  } else {
    if (isMissing(data.key)) missing.push('Choose the column that names the object of each row.')
    if (data.kind === 'wide' && isMissing(data.events)) missing.push('Choose at least one column of dates that becomes an event.')
  }
  return missing
}
