import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { addressOf } from '../../api/contract.ts'
import { instant } from '../../map/format.ts'
import type { ProgrammePause } from '../../model/programme-log.ts'
import { send } from '../shell/ask.ts'
import { programmesQuery } from './programme-requests.ts'

/** One switch for all programmes: nothing is sent while it is on, and the log says why. */
export function PauseBar() {
  const { data } = useQuery(programmesQuery)
  if (data === undefined || (data.programmes.length === 0 && data.pausedAll === null)) return null
  return <PauseSwitch programme={null} pause={data.pausedAll} words="Pause everything" />
}

interface PauseSwitchProps {
  /** Null: all of them. */
  programme: string | null
  pause: ProgrammePause | null
  words: string
}

/** Pauses one programme, or all, with a reason; or lets them go on. */
export function PauseSwitch({ programme, pause, words }: PauseSwitchProps) {
  const cache = useQueryClient()
  const [open, setOpen] = useState(false)
  const [failure, setFailure] = useState('')
  const change = async (route: 'pauseProgrammes' | 'resumeProgrammes', body: object) => {
    try {
      await send('POST', addressOf(route), JSON.stringify({ programme, ...body }))
      setOpen(false)
      setFailure('')
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error))
    }
    for (const key of ['programmes', 'programme']) await cache.invalidateQueries({ queryKey: [key] })
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const said = new FormData(event.currentTarget)
    void change('pauseProgrammes', { reason: String(said.get('reason') ?? ''), by: String(said.get('by') ?? '') })
  }
  return (
    <div className="pause-switch" data-paused={pause !== null || undefined}>
      {pause === null ? null : (
        <p role="status">
          <b>{pause.programme === null ? 'Everything is paused' : 'Paused'}</b> since {instant(pause.since)} UTC
          {pause.by === '' ? '' : ` by ${pause.by}`}: {pause.reason}
        </p>
      )}
      {pause !== null ? (
        <button type="button" className="button" onClick={() => void change('resumeProgrammes', {})}>
          Go on sending
        </button>
      ) : open ? (
        <form onSubmit={submit}>
          <label className="field">
            <span>Why</span>
            {/* biome-ignore lint/a11y/noAutofocus: someone just asked for this field. */}
            <input type="text" name="reason" required maxLength={500} autoFocus />
          </label>
          <label className="field">
            <span>Your name</span>
            <input type="text" name="by" maxLength={200} />
          </label>
          <button type="submit" className="button">
            Pause
          </button>
          <button type="button" className="quiet" onClick={() => setOpen(false)}>
            Cancel
          </button>
        </form>
      ) : (
        <button type="button" className="quiet" onClick={() => setOpen(true)}>
          {words}
        </button>
      )}
      {failure === '' ? null : (
        <p className="failure" role="alert">
          {failure}
        </p>
      )}
    </div>
  )
}
