import { useState } from 'react'
import { addressOf } from '../../api/contract.ts'
import { send } from '../shell/ask.ts'

/** Puts a kept file away, with what was set of it. */
export function DropButton({ id, name, dropped }: { id: string; name: string; dropped: () => void }) {
  const [failure, setFailure] = useState<string | null>(null)
  const drop = async () => {
    try {
      await send('DELETE', addressOf('upload', { upload: id }))
      dropped()
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <>
      <button type="button" className="quiet" onClick={() => void drop()}>
        Put away<span className="hidden"> {name}</span>
      </button>
      {failure ? <span role="alert">{failure}</span> : null}
    </>
  )
}
