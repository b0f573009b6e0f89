import type { ContentPlan, ContentRow } from '../model/content-plan.ts'
import type { Journey } from '../model/journey.ts'
import type { Programme } from '../model/programme.ts'
import { messagesOf, sameQuestion, stageOf } from '../model/programme-messages.ts'

/** A piece of content, wherever it stands. */
interface Piece {
  id: string
  question: string | null
  stage: string | null
  format: string
  language: string
}

/** The content plan of a programme: stage × question × format × language, gaps first. */
export function contentPlan(programme: Programme, journey: Journey): ContentPlan {
  const pieces = piecesOf(programme)
  const languages = [...new Set(pieces.map(({ language }) => language))].sort()
  const formats = [...new Set(['e-mail', ...pieces.map(({ format }) => format).sort()])]
  const rows = questionsOf(journey, pieces).map(({ stage, stageName, question, kind }): ContentRow => {
    const answering = pieces.filter(
      (piece) => piece.question !== null && sameQuestion(piece.question) === sameQuestion(question) && fits(piece, stage),
    )
    const cells = formats.flatMap((format) =>
      languages.map((language) => ({
        format,
        language,
        by: answering.filter((piece) => piece.format === format && piece.language === language).map(({ id }) => id),
      })),
    )
    const missing = languages.filter((language) => !answering.some((piece) => piece.language === language))
    return { stage, stageName, question, kind, answers: answering.length, missing, cells }
  })
  const rank = ({ answers, missing }: ContentRow) => (answers === 0 ? 0 : missing.length > 0 ? 1 : 2)
  return {
    formats,
    languages,
    rows: rows.toSorted((a, b) => rank(a) - rank(b)),
    loose: pieces.filter(({ question }) => question === null).map(({ id }) => id),
  }
}

function piecesOf(programme: Programme): Piece[] {
  return [
    ...messagesOf(programme).map((placed): Piece => {
      const { id, question, language } = placed.message
      return { id, question, stage: stageOf(placed), format: 'e-mail', language }
    }),
    ...programme.assets.map(
      ({ id, question, stage, format, language }): Piece => ({
        id,
        question,
        stage,
        format: format === '' ? 'not said' : format,
        language,
      }),
    ),
  ]
}

/** Whether a piece answers in a stage: one that names none does so in each. */
function fits({ stage }: Piece, of: string): boolean {
  return stage === null || of === '' || stage === of
}

/** The questions and concerns of each stage in the order of the journey, then those that only content names. */
function questionsOf({ stages }: Journey, pieces: readonly Piece[]): Pick<ContentRow, 'stage' | 'stageName' | 'question' | 'kind'>[] {
  const ofMap = stages.flatMap(({ id, name, lanes }) => [
    ...lanes.questions.map((question) => ({ stage: id, stageName: name, question, kind: 'question' as const })),
    ...lanes.concerns.map((question) => ({ stage: id, stageName: name, question, kind: 'concern' as const })),
  ])
  const known = new Set(ofMap.map(({ stage, question }) => `${stage} ${sameQuestion(question)}`))
  const anywhere = new Set(ofMap.map(({ question }) => sameQuestion(question)))
  const own = new Map<string, Pick<ContentRow, 'stage' | 'stageName' | 'question' | 'kind'>>()
  for (const { question, stage } of pieces) {
    if (question === null) continue
    const words = sameQuestion(question)
    const key = `${stage ?? ''} ${words}`
    if (stage === null ? anywhere.has(words) : known.has(key)) continue
    const stageName = stages.find(({ id }) => id === stage)?.name ?? stage ?? 'every stage'
    if (!own.has(key)) own.set(key, { stage: stage ?? '', stageName, question, kind: 'own question' })
  }
  return [...ofMap, ...own.values()]
}
