import { useState } from 'react'
import type { ConflictChoice } from '../../model/edit/draft.ts'
import { useEditor } from './editor-context.ts'
import { sendDecision, session } from './requests.ts'

/** Where two people wrote at once: both texts, and the decision. */
export function Conflicts() {
  const { sync } = useEditor()
  const { draft } = sync.state()
  const [failure, setFailure] = useState('')
  if (draft.conflicts.length === 0) return null
  const decide = async (id: string, choice: ConflictChoice) => {
    try {
      await sync.flush()
      sync.receiveOwn(await sendDecision(draft.journey, id, choice))
      setFailure('')
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <section className="conflicts" aria-label="Two people wrote here" role="alert">
      <h2>Two people wrote at the same place</h2>
      <p>Nothing is lost. Choose what stands there.</p>
      <ul>
        {draft.conflicts.map(({ id, origin, theirs, mine, session: by }) => (
          <li key={id}>
            {origin.trim() === '' ? null : <p className="was">Before: {shown(origin)}</p>}
            <dl>
              <dt>{by === session ? 'What someone else wrote (stands there now)' : 'What stands there now'}</dt>
              <dd>{shown(theirs)}</dd>
              <dt>{by === session ? 'What you wrote' : by.startsWith('version') ? `What ${by} says` : 'What someone else wrote'}</dt>
              <dd>{shown(mine)}</dd>
            </dl>
            <button type="button" className="quiet" onClick={() => void decide(id, 'theirs')}>
              Leave what stands there
            </button>
            <button type="button" className="quiet" onClick={() => void decide(id, 'mine')}>
              Put the other in its place
            </button>
            <button type="button" className="quiet" onClick={() => void decide(id, 'both')}>
              Keep both
            </button>
          </li>
        ))}
      </ul>
      {failure === '' ? null : <p>{failure}</p>}
    </section>
  )
}

function shown(text: string): string {
  return text.trim() === '' ? '(nothing)' : text.trim()
}
