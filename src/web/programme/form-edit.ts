import { useState } from 'react'
import { pathText } from '../../model/document-path.ts'
import type { EditOperation } from '../../model/edit/edit-operation.ts'
import { editText } from '../../model/edit/edit-text.ts'
import { parseProgramme } from '../../model/parse-programme.ts'
import type { Remark } from './check-findings.ts'

/** A text after a change by form; or, where it could not be read any more, what is wrong with the change and where. Null: the change does not fit the text. */
export function formEdit(text: string, operation: EditOperation): { text: string } | { refused: Remark[] } | null {
  const next = editText(text, operation)
  if (next === null) return null
  const { programme, findings } = parseProgramme(next)
  if (programme !== null) return { text: next }
  const wrong = findings.filter(({ kind }) => kind === 'error')
  return {
    refused: wrong.map(({ path, message }) => ({
      severity: 'error',
      text: message,
      wayOut: 'It is not taken over as it stands.',
      where: path,
    })),
  }
}

/** What is wrong with changes that were not taken over, by the path that they would change: their fields show them still. */
export type Refused = Readonly<Record<string, readonly Remark[]>>

/** What is still refused after a change: nothing more of its own path, and nothing at all where items of a list changed their places. */
export function refusedAfter(before: Refused, { kind, path }: EditOperation, refused: readonly Remark[]): Refused {
  const own = pathText(path)
  if (refused.length > 0) return { ...before, [own]: refused }
  if (kind !== 'set' && (kind !== 'remove' || typeof path.at(-1) === 'number')) return {}
  return Object.fromEntries(Object.entries(before).filter(([other]) => other !== own))
}

/** Changes of a text by form, and what is wrong with those that were not taken over. */
export function useFormEdit(text: string, change: (next: string) => void): { edit(operation: EditOperation): void; refused: Refused } {
  const [refused, setRefused] = useState<Refused>({})
  const edit = (operation: EditOperation) => {
    const made = formEdit(text, operation)
    if (made === null) return
    if ('text' in made) change(made.text)
    setRefused(refusedAfter(refused, operation, 'refused' in made ? made.refused : []))
  }
  return { edit, refused }
}
