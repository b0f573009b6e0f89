import { useCallback, useEffect, useRef, useState } from 'react'
import { type Answers, addressOf, answers } from '../../api/contract.ts'
import type { DocumentChange } from '../../model/file-preview.ts'
import { send } from '../shell/ask.ts'

export type Preview = Answers['previewUpload']

/** How to look at a file: by another text of the mapping, with changes put into it, begun anew with rows of a kind, or as it was first. */
export interface Look {
  mapping?: string
  changes?: DocumentChange[]
  kind?: string
  /** What was set is forgotten. */
  anew?: boolean
}

const isFirst = (how: Look) => Object.keys(how).length === 0

/**
 * The preview of a kept file, and how to look at it another way. Looks are taken in turn, so that no change is lost; the one before stays until then. `among`:
 * the files read with it, by which the guess may differ: when they change, it is looked at again.
 */
export function usePreview(id: string, among: string) {
  const [preview, setPreview] = useState<Preview | null>(null)
  const [failure, setFailure] = useState<Error | null>(null)
  const [waiting, setWaiting] = useState(0)
  const current = useRef<string | null>(null)
  const turn = useRef<Promise<void>>(Promise.resolve())
  const look = useCallback(
    (how: Look) => {
      setWaiting((count) => count + 1)
      turn.current = turn.current.then(async () => {
        try {
          const body = JSON.stringify({ mapping: isFirst(how) || how.anew ? null : current.current, ...how })
          const response = await send('POST', addressOf('previewUpload', { upload: id }), body)
          const next = answers.previewUpload.parse(await response.json())
          current.current = next.mapping || null
          setPreview(next)
          setFailure(null)
        } catch (error) {
          setFailure(error instanceof Error ? error : new Error(String(error)))
        }
        setWaiting((count) => count - 1)
      })
    },
    [id],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at again when it stands among other files
  useEffect(() => look({}), [look, among])
  return { preview, failure, pending: waiting > 0, look }
}
