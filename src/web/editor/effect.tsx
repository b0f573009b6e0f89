import { useQuery } from '@tanstack/react-query'
import { mapQuery } from '../shell/queries.ts'
import { Failed } from '../shell/states.tsx'
import { useEditor } from './editor-context.ts'
import { EffectTable } from './effect-table.tsx'

/** What the changes do to the figures, before they are saved. */
export function Effect({
  journey,
  map,
  busy,
  failed,
}: {
  journey: string
  map: Parameters<typeof EffectTable>[0]['after'] | null
  busy: boolean
  failed: Error | null
}) {
  const kept = useQuery(mapQuery(journey, {}))
  const { findings } = useEditor()
  const errors = findings.filter(({ kind }) => kind === 'error')
  return (
    <section className="effect-part" aria-labelledby="effect" aria-busy={busy}>
      <h2 id="effect">What it does to the figures</h2>
      {failed ? <Failed error={failed} /> : null}
      {errors.length > 0 ? (
        <>
          <p>As long as something is wrong, there are no figures:</p>
          <ul className="findings">
            {errors.map(({ path, line, message }) => (
              <li key={path + message} data-kind="error">
                <b>{path || 'text'}</b> {line ? `(line ${line}) ` : ''}
                {message}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {map && kept.data ? (
        <>
          <p aria-live="polite">
            {busy ? 'Counting…' : 'The kept version, and what your changes make of it.'} Nothing is saved as a version yet.
          </p>
          <EffectTable before={kept.data} after={map} caption="Figures of the kept version and with your changes" />
        </>
      ) : null}
      {!map && errors.length === 0 && !failed ? <p>Counting…</p> : null}
    </section>
  )
}
