import { count, countOf, day, daysWords, percent, percentFine, percentInterval } from '../map/format.ts'
import type { FrictionDesign, ProgrammeDesign, SequenceDesign, Slot, Source } from '../model/programme-design.ts'
import { printable, tableColumns, textTable } from './table.ts'

/** A design for a terminal: each stage with its messages, and under each number where it comes from. */
export function programmeDesignText({ journey, horizon, sequences, friction, notes }: ProgrammeDesign): string {
  const head = `${journey.name}, version ${journey.version}${horizon === null ? ', no data yet' : `, data until ${day(horizon)}`}\n${notes.map((note) => `${note}\n`).join('')}`
  const stages = sequences.map((sequence) =>
    sequenceText(
      sequence,
      journey.id,
      friction.filter(({ stage }) => stage === sequence.stage && sequence.persona === null),
    ),
  )
  return [printableLines(head), ...stages].join('\n')
}

function sequenceText(sequence: SequenceDesign, journey: string, friction: readonly FrictionDesign[]): string {
  const { stageName, persona, stays, audience, window, slots, notes, holdout, goal, leadsTo, leadsToSources } = sequence
  const lines = [
    `${stageName}${persona === null ? '' : `, persona ${persona}`}`,
    `  learnt from ${countOf(stays, 'stay')}${goal === '' ? '' : `; goal: ${goal}`}`,
    `  audience now: ${countOf(audience.value, 'contact')}`,
    ...sourceLines(audience.sources, journey, persona),
    ...(window === null ? [] : [`  window: ${windowWords(window.value, sequence)}`, ...sourceLines(window.sources, journey, persona)]),
    ...(slots.length === 0 ? [] : [`  messages: ${slots.map((slot) => dueWords(slot, sequence)).join(', ')}`]),
  ]
  const more = [
    ...(slots.length === 0 || leadsTo === '' ? [] : [`  lead to: ${leadsTo}`, ...sourceLines(leadsToSources, journey, persona)]),
    ...(slots.length === 0
      ? []
      : [
          `  holdout: ${percent(holdout.share)}, ${holdout.advised ? 'advised' : 'advised against'}`,
          ...sourceLines(holdout.sources, journey, persona),
        ]),
    ...notes.map((note) => `  ${note}`),
    ...friction.flatMap((one) => frictionLines(one, journey)),
  ]
  return `${printableLines(lines.join('\n'))}${slots.length === 0 ? '' : slotTable(sequence)}${printableLines(more.join('\n'))}`
}

function windowWords({ first, last }: { first: number; last: number }, { deadline }: SequenceDesign): string {
  return deadline === null
    ? `day ${first} to day ${count(last)} after entry`
    : `${weeks(-first)} to ${weeks(-last)} before ${deadlineWords(deadline)}`
}

function dueWords({ day: due }: Slot, { deadline }: SequenceDesign): string {
  return deadline === null ? `day ${due}` : `${weeks(-due)} before`
}

function deadlineWords({ name, beforeDays }: NonNullable<SequenceDesign['deadline']>): string {
  return beforeDays === 0 ? name : `the end of the window, ${daysWords(beforeDays)} before ${name}`
}

const weeks = (days: number) => (days === 7 ? '1 week' : `${days / 7} weeks`)

function slotTable(sequence: SequenceDesign): string {
  const rows = sequence.slots.map((slot, i) => [
    String(i + 1),
    dueWords(slot, sequence),
    percentFine(slot.reach),
    percentInterval(slot.low, slot.high) ?? '–',
    slot.question === null ? '(no question known)' : `${slot.question.text}${slot.question.count === null ? ' (assumption)' : ''}`,
    slot.subjectIdeas.join(' / '),
  ])
  const columns = [
    ...tableColumns([], ['Message', 'Due', 'Still there', '95 %']),
    ...tableColumns(['It answers (R4)', 'Subject line, an idea']),
  ]
  return indented(textTable(columns, rows))
}

function frictionLines({ stage, signalText, shownBy, showed, converted, delayDays, notes }: FrictionDesign, journey: string): string[] {
  const points = (value: number | null) => (value === null ? '–' : `${value < 0 ? '−' : '+'}${Math.abs(value * 100).toFixed(1)}`)
  const difference =
    converted.difference === null
      ? ''
      : `; difference ${points(converted.difference)} points (${points(converted.low)} to ${points(converted.high)})`
  return [
    `  when ${signalText} (R5): ${countOf(showed, 'stay')}; converted ${percent(converted.with)} with it, ${percent(converted.without)} without${difference}`,
    ...(showed === 0 || shownBy === ''
      ? []
      : [`    who: desirepath subjects ${journey} --stage ${stage} --set signal --name "${shownBy}"`]),
    ...(delayDays === null ? [] : [`    answer it ${daysWords(delayDays.value)} later`, ...sourceLines(delayDays.sources, journey, null)]),
    ...notes.map((note) => `    ${note}`),
  ]
}

/** Where a number comes from: the rule, and the command that lists the people behind it. */
function sourceLines(sources: readonly Source[], journey: string, persona: string | null): string[] {
  return sources.map((source) => {
    if (source.kind === 'definition') return `    ${source.text}`
    if (source.kind === 'assumption')
      return `    assumption: ${source.text}${source.published === null ? '' : ` Published: ${source.published}`}`
    const named = source.name === undefined ? '' : ` --name "${source.name}"`
    const of = persona === null ? '' : ` --persona ${persona}`
    return `    ${source.text} [${source.rule}: desirepath subjects ${journey} --stage ${source.stage} --set ${source.set}${named}${of}]`
  })
}

const indented = (text: string) => text.replaceAll(/^(?=.)/gm, '    ')

function printableLines(text: string): string {
  return text === '' ? '' : `${text.replace(/\n$/, '').split('\n').map(printable).join('\n')}\n`
}
