/** The texts that a document had before its last changes, the newest last; `typing`: the last one is still being typed. */
export interface EditPast {
  texts: readonly string[]
  typing: boolean
}

/** Changes that can be taken back. */
const mostUndone = 100

export const noPast: EditPast = { texts: [], typing: false }

/** The past after a change of a text. */
export function pastOfChange({ texts }: EditPast, before: string): EditPast {
  return { texts: [...texts, before].slice(-mostUndone), typing: false }
}

/** The past after a key in the text as a whole: what is typed at a stretch is one change. */
export function pastOfTyping(past: EditPast, before: string): EditPast {
  return past.typing ? past : { ...pastOfChange(past, before), typing: true }
}

/** The past without its last change, and the text before that; null: there is none. */
export function undone({ texts }: EditPast): { past: EditPast; text: string } | null {
  const text = texts.at(-1)
  return text === undefined ? null : { past: { texts: texts.slice(0, -1), typing: false }, text }
}
