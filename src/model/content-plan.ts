/** What answers a question in one format and language: ids of messages (format "e-mail") and assets; none: a gap. */
export interface ContentCell {
  format: string
  language: string
  by: readonly string[]
}

/** A question of a stage with what answers it. `own`: a message or asset names it and the map does not have it. */
export interface ContentRow {
  stage: string
  stageName: string
  question: string
  kind: 'question' | 'concern' | 'own question'
  /** How many messages and assets answer it. */
  answers: number
  /** Languages of the programme in which nothing answers it. */
  missing: readonly string[]
  cells: readonly ContentCell[]
}

/** Which question of which stage is answered in which format and language. Rows with no answer stand first, then those that lack a language, else in the order of the journey. */
export interface ContentPlan {
  formats: readonly string[]
  languages: readonly string[]
  rows: readonly ContentRow[]
  /** Ids of messages and assets that answer no question. */
  loose: readonly string[]
}
