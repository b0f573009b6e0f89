import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { EditOperation } from '../../model/edit/edit-operation.ts'
import { editTextBy } from '../../model/edit/edit-text.ts'
import { noNames } from '../../model/journey-names.ts'
import { parseJourney } from '../../model/parse-journey.ts'
import { parseYaml } from '../../model/yaml-document.ts'
import { Failed, Skeleton } from '../shell/states.tsx'
import '../styles/editor.css'
import { Conflicts } from './conflicts.tsx'
import { DraftSync } from './draft-sync.ts'
import { EditorContext } from './editor-context.ts'
import { Effect } from './effect.tsx'
import { JourneyParts } from './journey-parts.tsx'
import { type Draft, draftQuery, namesQuery } from './requests.ts'
import { SaveBar } from './save-bar.tsx'
import { StageList } from './stage-list.tsx'
import { TextPane } from './text-pane.tsx'

type Group = Record<string, unknown>

/** A journey's definition, every cell editable in place, and the same document as text. */
export function EditorPage() {
  const { journey } = useParams({ from: '/journeys/$journey/edit' })
  const asked = useQuery({ ...draftQuery(journey), staleTime: 0 })
  useEffect(() => {
    document.title = 'Edit · Desirepath'
  }, [])
  if (asked.isPending)
    return (
      <main className="page">
        <Skeleton rows={8} label="Loading the draft" />
      </main>
    )
  if (asked.isError && !asked.data) {
    return (
      <main className="page">
        <Failed error={asked.error} retry={() => void asked.refetch()} />
      </main>
    )
  }
  return <Editor key={journey} draft={asked.data} />
}

function Editor({ draft }: { draft: Draft }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: what comes later is received, not begun from.
  const sync = useMemo(() => new DraftSync(draft), [])
  useEffect(() => sync.receive(draft), [sync, draft])
  useEffect(() => {
    const leave = () => sync.leave()
    addEventListener('pagehide', leave)
    return () => {
      removeEventListener('pagehide', leave)
      leave()
    }
  }, [sync])
  const state = useSyncExternalStore(sync.subscribe, sync.state)
  const names = useQuery(namesQuery).data ?? noNames
  const findings = useMemo(() => parseJourney(state.text, names.names.length > 0 ? names : null).findings, [state.text, names])
  const [refused, setRefused] = useState(false)
  const parsed = useMemo(() => parseYaml(state.text), [state.text])
  const group = parsed.findings.length > 0 ? null : (parsed.document as Group)
  const scene = {
    sync,
    subjectType: String(group?.subject ?? 'contact'),
    names,
    findings,
    edit: (...operations: EditOperation[]) => {
      const next = editTextBy(
        sync.state().text,
        operations.filter(({ path }) => path.length > 0),
      )
      setRefused(next === null)
      if (next !== null) sync.write(next)
    },
  }
  return (
    <EditorContext value={scene}>
      <main className="editor-page">
        <SaveBar name={String(group?.name ?? draft.journey)} errors={findings.filter(({ kind }) => kind === 'error').length} />
        {refused ? <p role="alert">This could not be written into the text. Change it in the text below.</p> : null}
        <Conflicts />
        <div className="editor-body">
          {group ? (
            <div>
              <JourneyParts document={group} />
              <StageList document={group} />
            </div>
          ) : (
            <section className="unread" role="alert">
              <h2>The text cannot be read as it stands</h2>
              <ul>
                {parsed.findings.map(({ line, message }) => (
                  <li key={`${line} ${message}`}>
                    Line {line}: {message}
                  </li>
                ))}
              </ul>
              <p>Correct it in the text below, or undo.</p>
            </section>
          )}
          <aside aria-label="Effect and text">
            <Effect />
            <TextPane />
          </aside>
        </div>
      </main>
    </EditorContext>
  )
}
