import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type Answers, addressOf, answers } from '../../api/contract.ts'
import { ask, send } from '../shell/ask.ts'

export type DrawnReading = Answers['readDrawnMap']
export type Reading = DrawnReading | Answers['template']
export type LaneChoice = Exclude<DrawnReading['rows'][number]['lane'], null> | 'leave'

/** A table sent to be read, and what a person said about it. `at`: when it was taken, UTC ms. */
export interface TableStart {
  kind: 'table'
  file: File
  at: number
  title: string | null
  subject: string | null
  transposed: boolean | null
  lanes: Readonly<Record<string, LaneChoice>>
}

/** What a new journey begins with. `title`, `subject` null: as the table or the template says. */
export type Start = TableStart | { kind: 'template'; template: string; title: string | null; subject: string | null }

/** A journey read from its start; nothing is kept. */
export function readingQuery(start: Start) {
  const key = start.kind === 'table' ? { ...start, file: start.file.name } : start
  return queryOptions<Reading>({
    queryKey: ['new', key],
    queryFn: ({ signal }) => (start.kind === 'table' ? readTable(start) : readTemplate(start, signal)),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 0,
  })
}

function readTemplate({ template, title, subject }: Extract<Start, { kind: 'template' }>, signal: AbortSignal) {
  return ask('template', { template }, { name: title ?? undefined, subject: subject ?? undefined }, signal)
}

async function readTable({ file, title, subject, transposed, lanes }: TableStart): Promise<DrawnReading> {
  const query = {
    name: file.name,
    title: title ?? undefined,
    subject: subject ?? undefined,
    transposed: transposed === null ? undefined : String(transposed),
    lanes: JSON.stringify(lanes),
  }
  const response = await send('POST', addressOf('readDrawnMap', {}, query), file)
  return answers.readDrawnMap.parse(await response.json())
}
