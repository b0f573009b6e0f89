import { durationText } from '../../../model/duration.ts'
import type { Journey } from '../../../model/journey.ts'
import type { Programme } from '../../../model/programme.ts'
import type { ProgrammeDesign } from '../../../model/programme-design.ts'
import { csvOf } from '../../../sources/write-csv.ts'
import { markdownLine, markdownList, markdownTable } from '../../markdown-text.ts'
import { type MessageRow, messageRows } from '../../message-rows.ts'
import { messageSources } from '../../message-sources.ts'
import { audienceTexts, limitTexts, personaName, rowDueText, stageName, stopText } from '../../programme-words.ts'
import { guardedCell } from './formula-guard.ts'

/** The columns of the build sheet, in order. */
export const sheetColumns = [
  ...['message', 'kind', 'name', 'stage', 'stage name', 'persona', 'day', 'gap days', 'delay', 'condition', 'stops', 'caps'],
  ...['question', 'leads to', 'asset', 'subject ideas', 'language', 'written', 'still there', 'sources'],
] as const

interface Sheet {
  programme: Programme
  journey: Journey
  design: ProgrammeDesign | null
}

/** The build sheet as CSV: one row a message. */
export function buildSheetCsv(sheet: Sheet): string {
  const caps = limitTexts(sheet.programme).join(' ')
  const rows = messageRows(sheet.programme)
  return csvOf([sheetColumns, ...rows.map((row, index) => cells(sheet, row, rows[index - 1] ?? null, caps).map(guardedCell))])
}

function cells(sheet: Sheet, row: MessageRow, before: MessageRow | null, caps: string): string[] {
  const { message, kind, condition } = row
  const stage = stageOf(row)
  const persona = row.kind === 'sequence' ? (row.sequence.persona ?? '') : ''
  const when = [
    row.kind === 'sequence' ? String(row.message.day) : '',
    gapText(row, before),
    row.kind === 'friction' ? durationText(row.message.delayMs) : '',
  ]
  const limits = [condition, stopText(row, sheet.journey), row.kind === 'transactional' ? '' : caps]
  const { reach, texts } = messageSources(sheet.design, row)
  return [
    ...[message.id, kind, message.name, stage ?? '', stage === null ? '' : stageName(sheet.journey, stage), persona, ...when, ...limits],
    ...[message.question ?? '', message.leadsTo, assetText(sheet.programme, message.asset), message.subjects.join(' / '), message.language],
    ...[message.body.trim() === '' ? 'no' : 'yes', reach === null ? '' : String(Math.round(reach * 1000) / 1000)],
    texts.join(' '),
  ]
}

function stageOf(row: MessageRow): string | null {
  if (row.kind === 'transactional') return null
  return row.kind === 'sequence' ? row.sequence.stage : row.message.stage
}

function gapText(row: MessageRow, before: MessageRow | null): string {
  if (row.kind !== 'sequence' || before?.kind !== 'sequence' || before.sequence !== row.sequence) return ''
  return String(row.message.day - before.message.day)
}

function assetText({ assets }: Programme, id: string | null): string {
  const asset = assets.find((one) => one.id === id)
  return asset === undefined ? (id ?? '') : [asset.title, asset.url].filter((part) => part !== '').join(', ')
}

/** The build sheet for people: who, when never, and each sequence as a table, with a brief a message. */
export function buildSheetMarkdown(sheet: Sheet): string {
  const { programme, journey } = sheet
  const rows = messageRows(programme)
  const table = markdownTable(
    ['Message', 'For', 'Due', 'Condition', 'Stops', 'Question'],
    rows.map((row) => [
      row.message.name,
      forText(row, journey),
      rowDueText(row),
      row.condition,
      stopText(row, journey),
      row.message.question ?? '–',
    ]),
  )
  return [
    `# Build sheet: ${markdownLine(programme.name)}\n`,
    'One row a message, in the order in which they are built. Days count from the entry of the stage.\n',
    `## Who, and when never\n\n${markdownList([...audienceTexts(programme, journey), ...limitTexts(programme)])}`,
    `## Messages\n\n${rows.length === 0 ? 'There is none.\n' : table}`,
    ...rows.map((row) => briefText(sheet, row)),
  ].join('\n')
}

function forText(row: MessageRow, journey: Journey): string {
  if (row.kind === 'transactional') return 'whom the event concerns'
  const stage = stageName(journey, stageOf(row) ?? '')
  return row.kind === 'friction' ? `those in ${stage}` : `those in ${stage}: ${personaName(journey, row.sequence.persona)}`
}

function briefText(sheet: Sheet, row: MessageRow): string {
  const { message } = row
  const stage = sheet.journey.stages.find(({ id }) => id === stageOf(row))
  const { reach, texts } = messageSources(sheet.design, row)
  const asset = assetText(sheet.programme, message.asset)
  return `### ${markdownLine(message.name)}\n\n${markdownList([
    `Id: ${message.id}. Files: messages/${message.id}.html, .txt, .mjml, .headers.txt.`,
    ...(message.question === null ? [] : [`Answers: ${message.question}`]),
    ...(stage === undefined || stage.lanes.goals.length === 0 ? [] : [`Goal of the stage: ${stage.lanes.goals.join('; ')}`]),
    ...(message.leadsTo === '' ? [] : [`Leads to: ${message.leadsTo}`]),
    ...(asset === '' ? [] : [`Carries: ${asset}`]),
    ...(message.subjects.length === 0 ? [] : [`Ideas for its subject, no more than ideas: ${message.subjects.join(' / ')}`]),
    message.body.trim() === '' ? 'Nobody has written it yet.' : 'It is written.',
    ...(reach === null ? [] : [`Still there by then: ${Math.round(reach * 100)} % of the stays.`]),
    ...texts,
  ])}`
}
