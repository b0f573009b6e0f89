import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useEditor } from './editor-context.ts'
import { sendPlace, session } from './requests.ts'

const beatMs = 10_000
const settleMs = 600

/** Who else edits the journey and where, and what they changed while this page looked on. */
export function Others() {
  const { sync } = useEditor()
  const { draft, changedByOthers } = sync.state()
  const editors = usePresence(draft.journey).filter((one) => one.session !== session)
  const places = editors.map(({ place }) => place).filter((place) => place !== '')
  return (
    <div className="others">
      <p aria-live="polite">
        {editors.length === 0 ? null : editors.length === 1 ? 'Someone else edits this, too' : `${editors.length} others edit this, too`}
      </p>
      {places.length > 0 ? <p className="where">now at: {places.join(', ')}</p> : null}
      {changedByOthers.length > 0 ? (
        <>
          <p role="status">
            Changed by someone else: <b>{shortList(changedByOthers.map(({ words }) => words))}</b>
          </p>
          <button type="button" className="quiet" onClick={() => sync.seen()}>
            Seen
          </button>
        </>
      ) : null}
    </div>
  )
}

function shortList(words: readonly string[]): string {
  const rest = words.length - 5
  return rest > 0 ? `${words.slice(0, 5).join(', ')} and ${rest} more` : words.join(', ')
}

/** Tells the server now and then that this page is here and at which field; gives all pages that do so. */
function usePresence(journey: string) {
  const cache = useQueryClient()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const tell = async () => {
      clearTimeout(timer)
      timer = setTimeout(tell, beatMs)
      const editors = await sendPlace(journey, placeOf(document.activeElement)).catch(() => null)
      if (editors) cache.setQueryData(['editors', journey], editors)
    }
    const soon = () => {
      clearTimeout(timer)
      timer = setTimeout(tell, settleMs)
    }
    const leave = () => {
      clearTimeout(timer)
      void sendPlace(journey, null).catch(() => {})
    }
    void tell()
    addEventListener('focusin', soon)
    addEventListener('pagehide', leave)
    addEventListener('pageshow', soon)
    return () => {
      removeEventListener('focusin', soon)
      removeEventListener('pagehide', leave)
      removeEventListener('pageshow', soon)
      leave()
    }
  }, [journey, cache])
  const known = useQuery({
    queryKey: ['editors', journey],
    queryFn: () => sendPlace(journey, placeOf(document.activeElement)),
    enabled: false,
  })
  return known.data ?? []
}

/** A field as others are told of it: its label, and the stage it belongs to. */
function placeOf(element: Element | null): string {
  if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement)) return ''
  const label = element.labels?.[0]?.textContent?.trim() ?? ''
  const part = element.closest('section[aria-label]')?.getAttribute('aria-label')
  return [label, part].filter(Boolean).join(' · ').slice(0, 200)
}
