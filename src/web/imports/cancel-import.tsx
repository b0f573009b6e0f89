import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { addressOf } from '../../api/contract.ts'
import { send } from '../shell/ask.ts'
import { dataSetImportsQuery, importsQuery } from '../shell/queries.ts'

const queries = { import: importsQuery, dataSetImport: dataSetImportsQuery } as const

/** Stops an import, of one file or of several together. */
export function CancelImport({ id, route, words }: { id: string; route: keyof typeof queries; words: string }) {
  const [asked, setAsked] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const cache = useQueryClient()
  const cancel = async () => {
    setAsked(true)
    try {
      await send('DELETE', addressOf(route, { import: id }))
      await cache.invalidateQueries({ queryKey: queries[route].queryKey })
    } catch (error) {
      setAsked(false)
      setFailure(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <>
      <button type="button" className="quiet" disabled={asked} onClick={() => void cancel()}>
        {asked ? 'Stopping…' : words}
      </button>
      {failure ? <span role="alert">{failure}</span> : null}
    </>
  )
}
