import { dayText, type LocalDay } from '../model/local-day.ts'
import type { AutomationPlan, AutomationRow } from './automation.ts'
import { markdownLine, markdownList, markdownTable } from './markdown-text.ts'
import { mermaidLabel } from './mermaid-label.ts'

/** All programmes as one page of Markdown, with the picture as Mermaid. */
export function automationMarkdown(plan: AutomationPlan, date: LocalDay): string {
  const { rows, overlaps, notes } = plan
  const table = markdownTable(
    ['Programme', 'Journey', 'Priority', 'Messages', 'Who can be in it', 'Now'],
    rows.map((row) => [row.name, row.journey, String(row.priority), String(row.messages), row.who.join('; '), nowText(row)]),
  )
  const several = markdownTable(
    ['Journey', 'Stage', 'Programmes', 'Goes first'],
    overlaps.map(({ journey, stage, programmes, first }) => [
      journey,
      stage,
      programmes.join(', '),
      first ?? 'not said: they have one priority',
    ]),
  )
  return [
    `# E-mail programmes\n`,
    `As of ${dayText(date)}. Where caps leave room for one message, the programme of higher priority goes first.\n`,
    ...(notes.length === 0 ? [] : [markdownList(notes)]),
    ...(rows.length === 0 ? [] : [table]),
    `## One person in several programmes\n\n${overlaps.length === 0 ? 'No stage has messages of two programmes.\n' : several}`,
    ...rows.map(detail),
    `## Picture\n\n\`\`\`mermaid\n${automationMermaid(plan)}\`\`\`\n`,
  ].join('\n')
}

function nowText({ paused }: AutomationRow): string {
  return paused === null ? 'may send' : `paused: ${paused}`
}

function detail({ name, caps, suppression, data, systems }: AutomationRow): string {
  const part = (title: string, items: readonly string[]) => `### ${title}\n\n${items.length === 0 ? 'None.\n' : markdownList(items)}`
  const parts = [
    part('Caps', caps),
    part('Who is not written to', suppression),
    part('Data needed', data),
    part('Systems involved', systems),
  ]
  return [`## ${markdownLine(name)}\n`, ...parts].join('\n')
}

/** The picture as a Mermaid flowchart: who, the programme, the systems. */
export function automationMermaid({ rows }: AutomationPlan): string {
  const systems = [...new Set(rows.flatMap((row) => row.systems))]
  const who = [...new Set(rows.flatMap((row) => row.who.map((one) => `${row.journey}, ${one}`)))]
  const lines = [
    ...who.map((one, index) => `w${index}([${mermaidLabel(one)}])`),
    ...rows.map(
      (row, index) => `p${index}[${mermaidLabel(`${row.name} (priority ${row.priority}${row.paused === null ? '' : ', paused'})`)}]`,
    ),
    ...systems.map((one, index) => `s${index}[(${mermaidLabel(one)})]`),
    ...rows.flatMap((row, index) => [
      ...row.who.map((one) => `w${who.indexOf(`${row.journey}, ${one}`)} --> p${index}`),
      ...row.systems.map((one) => `p${index} --> s${systems.indexOf(one)}`),
    ]),
  ]
  return `flowchart LR\n${lines.map((line) => `  ${line}\n`).join('')}`
}
