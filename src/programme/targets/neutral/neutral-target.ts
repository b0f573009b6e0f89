import { type ProgrammePart, programmeParts } from '../programme-parts.ts'
import type { Ability, ExportFile, ExportInput, Target, TargetOutput } from '../target.ts'
import { buildSheetCsv, buildSheetMarkdown } from './build-sheet.ts'
import { flowPlans } from './flow-plan.ts'
import { mermaidText } from './mermaid-text.ts'
import { programmeBpmn } from './programme-bpmn.ts'
import { programmeCalendar } from './programme-calendar.ts'
import { readBuildSheet, sheetPath } from './read-build-sheet.ts'

const inSheet: Ability = { does: true, how: 'Written in the build sheet and drawn in the flow.' }
const inMessages: Ability = { does: true, how: 'In the headers and at the foot of each message.' }
const special: Partial<Record<ProgrammePart, Ability>> = { unsubscribe: inMessages }

/** The neutral pack: everything that someone needs to build the programme in a tool that takes no definition. */
export const neutralTarget: Target = {
  id: 'neutral',
  name: 'any tool (neutral pack)',
  abilities: Object.fromEntries(Object.keys(programmeParts).map((part) => [part, special[part as ProgrammePart] ?? inSheet])) as Record<
    ProgrammePart,
    Ability
  >,
  keys: { contact: 'contact', email: 'email' },
  citesDesign: true,
  build: buildPack,
  readBack: readBuildSheet,
}

async function buildPack(input: ExportInput): Promise<TargetOutput> {
  const { programme, journey, date } = input
  const plans = flowPlans(programme, journey)
  const files = [
    { path: 'build-sheet.md', content: buildSheetMarkdown(input) },
    { path: sheetPath, content: buildSheetCsv(input) },
    { path: 'programme.bpmn', content: await programmeBpmn(programme.name, plans) },
    { path: 'programme.mmd', content: mermaidText(plans) },
    { path: 'calendar.ics', content: programmeCalendar(programme, journey, date) },
    ...messageFiles(input),
  ]
  const losses = [
    {
      part: 'stageEntry' as const,
      where: null,
      kind: 'byHand' as const,
      text: 'The pack loses nothing of the programme, and it sends nothing: someone builds it in the tool that sends.',
      wayOut: 'Build it from the build sheet, and feed the tool who enters and leaves each stage.',
    },
  ]
  return { files, losses, notes: steps }
}

function messageFiles({ templates }: ExportInput): ExportFile[] {
  return [...templates.values()].flatMap(({ id, subject, mjml, html, text, headers }) => {
    const head = [{ name: 'Subject', value: subject }, ...headers].map(({ name, value }) => `${name}: ${value}\n`).join('')
    return [
      { path: `messages/${id}.mjml`, content: mjml },
      { path: `messages/${id}.html`, content: html },
      { path: `messages/${id}.txt`, content: text },
      { path: `messages/${id}.headers.txt`, content: head },
    ]
  })
}

const steps = [
  'Read build-sheet.md; build-sheet.csv is the same for a spreadsheet, one row a message.',
  'programme.bpmn opens in any tool for BPMN 2.0, programme.mmd wherever Mermaid is shown. Expressions are FEEL; the names in them are told in the documentation of the drawing.',
  'messages holds each message as MJML, HTML and text with Liquid, and its headers. {{ contact.x }} is the property x of the contact, {{ account.x }} that of the account: where your tool names them otherwise, replace them.',
  'List-Unsubscribe and List-Unsubscribe-Post (RFC 8058) work only when the mail is signed with DKIM over both.',
  'calendar.ics has blackout days, deadlines, and for each sequence the days of someone who enters on the day of the export.',
  'What you change in build-sheet.csv is shown by: desirepath programme diff.',
  'The files are checked against BPMN 2.0, MJML, Liquid and iCalendar. No tool was asked to import them.',
]
