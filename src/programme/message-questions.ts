import type { Stage } from '../model/journey.ts'
import type { Slot } from '../model/programme-design.ts'

/** A question that people were heard to ask in a stage, with the days since entry when each first asked it (of a stage that ends at a deadline the days before its window ends, below 0). Nothing gathers these yet. */
export interface EvidencedQuestion {
  text: string
  quotes: readonly string[]
  count: number
  firstAskedDays: readonly number[]
}

export type SlotQuestion = NonNullable<Slot['question']>

/**
 * What each slot answers (rule R4): an evidenced question goes, the most asked first, to the latest free slot at or before the day by which a quarter of
 * first askings have happened, else to the first free one. Slots left over answer what people wrote on the map, questions before concerns, as an assumption; null: nobody wrote more.
 */
export function slotQuestions(
  days: readonly number[],
  evidence: readonly EvidencedQuestion[],
  { lanes }: Pick<Stage, 'lanes'>,
): (SlotQuestion | null)[] {
  const placed = new Array<SlotQuestion | null>(days.length).fill(null)
  for (const question of [...evidence].sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1))) {
    const free = days.flatMap((_, k) => (placed[k] === null ? [k] : []))
    const asked = quarterDay(question.firstAskedDays)
    const slot = free.findLast((k) => asked !== null && (days[k] as number) <= asked) ?? free[0]
    if (slot === undefined) break
    const { text, quotes, count } = question
    placed[slot] = { text, kind: 'question', count, quotes, firstAskedDay: asked }
  }
  const known = new Set(evidence.map(({ text }) => text))
  const written = [...lanes.questions.map((text) => assumed(text, 'question')), ...lanes.concerns.map((text) => assumed(text, 'concern'))]
  const rest = written.filter(({ text }) => !known.has(text))
  return placed.map((question) => question ?? rest.shift() ?? null)
}

const assumed = (text: string, kind: SlotQuestion['kind']): SlotQuestion => ({ text, kind, count: null, quotes: [], firstAskedDay: null })

/** The day by which a quarter of first askings have happened; null: none is known. */
function quarterDay(days: readonly number[]): number | null {
  return [...days].sort((a, b) => a - b)[Math.ceil(days.length / 4) - 1] ?? null
}

/** Ideas for the subject line of a message: the question in the customer's own words, and an answer promised. */
export function subjectIdeas(question: SlotQuestion | null): string[] {
  if (question === null) return []
  const { text, kind } = question
  return kind === 'question' ? [text, `A short answer: ${text}`] : [`“${text}”`, `“${text}”: what we say to that`]
}
