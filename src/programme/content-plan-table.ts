import type { ContentPlan } from '../model/content-plan.ts'

/** The columns of a content plan as a table. */
export const contentPlanColumns = [
  'stage',
  'stage name',
  'question',
  'kind',
  'format',
  'language',
  'answered by',
  'answers in all',
  'languages missing',
] as const

/** A content plan as rows, one a question, format and language, in the order of the plan. Cells are as they are: guard formulas when writing. */
export function contentPlanRows({ rows }: ContentPlan): string[][] {
  return rows.flatMap(({ stage, stageName, question, kind, answers, missing, cells }) =>
    (cells.length === 0 ? [{ format: '', language: '', by: [] }] : cells).map(({ format, language, by }) => [
      ...[stage, stageName, question, kind, format, language, by.join(' ')],
      ...[String(answers), missing.join(' ')],
    ]),
  )
}
