import type { LifecyclePhase } from '../journey.ts'
import type { RuleSpec } from '../rule-spec.ts'
import { commentLines, flowText, scalarText } from './flow-text.ts'
import type { DraftReason } from './proposed-journey.ts'

/** A journey to be written, with the reasons for its parts by their paths. */
export interface DraftDocument {
  id: string
  name: string
  description: string
  subject: string
  personas: readonly { id: string; name: string; property: string; value: string }[]
  stages: readonly DraftDocumentStage[]
  value: { amount: string; currency: string; won: string[]; lost: string[] } | null
  /** Said at the head of the document. */
  head: readonly string[]
}

export interface DraftDocumentStage {
  id: string
  name: string
  lifecycle: LifecyclePhase
  entry: RuleSpec
  completed: RuleSpec | null
  dropped: RuleSpec | null
  reentry: 'entry' | RuleSpec | null
  dropAfter: string | null
  window: string | null
}

/** The definition as YAML, each part under a comment that says why it is there. */
export function writeDraft(document: DraftDocument, reasons: readonly DraftReason[]): string {
  const why = (path: string, indent: string) =>
    reasons.filter((reason) => reason.path === path).flatMap(({ text }) => commentLines(text, indent))
  const lines = [
    ...document.head.flatMap((text) => commentLines(text, '')),
    `journey: ${document.id}`,
    `name: ${scalarText(document.name)}`,
    `description: ${scalarText(document.description)}`,
    ...why('subject', ''),
    `subject: ${scalarText(document.subject)}`,
    ...personaLines(document, why),
    '',
    'stages:',
    ...document.stages.flatMap((stage, place) => stageLines(stage, `stages[${place}]`, why)),
    ...valueLines(document, why),
  ]
  return `${lines.join('\n')}\n`
}

type Why = (path: string, indent: string) => string[]

function personaLines({ personas }: DraftDocument, why: Why): string[] {
  if (personas.length === 0) return []
  return [
    '',
    ...why('personas', ''),
    'personas:',
    ...personas.map(
      ({ id, name, property, value }) =>
        `  - { id: ${scalarText(id)}, name: ${scalarText(name)}, when: ${flowText({ subject: property, is: value })} }`,
    ),
  ]
}

function stageLines(stage: DraftDocumentStage, path: string, why: Why): string[] {
  const exits = [
    stage.completed === null ? null : `      completed: ${flowText(stage.completed)}`,
    stage.dropped === null ? null : `      dropped: ${flowText(stage.dropped)}`,
  ]
  const exitLines = exits.some((line) => line !== null)
    ? [
        '    exit:',
        ...(exits[0] === null ? [] : [...why(`${path}.exit.completed`, '      '), exits[0] as string]),
        ...(exits[1] === null ? [] : [...why(`${path}.exit.dropped`, '      '), exits[1] as string]),
      ]
    : []
  const line = (key: string, value: unknown) => (value === null ? [] : [...why(`${path}.${key}`, '    '), `    ${key}: ${flowText(value)}`])
  return [
    ...why(path, '  '),
    `  - id: ${scalarText(stage.id)}`,
    `    name: ${scalarText(stage.name)}`,
    ...line('lifecycle', stage.lifecycle),
    ...line('entry', stage.entry),
    ...line('reentry', stage.reentry),
    ...exitLines,
    ...line('dropAfter', stage.dropAfter),
    ...line('window', stage.window),
  ]
}

function valueLines({ value }: DraftDocument, why: Why): string[] {
  if (value === null) return why('value', '').length === 0 ? [] : ['', ...why('value', '')]
  const rule = (names: string[]) => flowText(names.length === 1 ? names[0] : { event: names })
  return [
    '',
    ...why('value', ''),
    'value:',
    `  amount: ${scalarText(value.amount)}`,
    `  currency: ${flowText({ property: value.currency })}`,
    `  won: ${rule(value.won)}`,
    ...(value.lost.length === 0 ? [] : [`  lost: ${rule(value.lost)}`]),
  ]
}
