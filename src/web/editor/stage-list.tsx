import { Fragment, type ReactNode, useEffect, useRef, useState } from 'react'
import type { EditOperation } from '../../model/edit/edit-operation.ts'
import { duplicateStage, insertStage, moveWords, removalWords, removeStage, stagesOf } from '../../model/edit/stage-edits.ts'
import { useMedia } from '../shell/media.ts'
import { useEditor } from './editor-context.ts'
import { FindingsAt } from './fields.tsx'
import { LaneTable } from './lane-table.tsx'
import { StageEditor } from './stage-editor.tsx'
import type { StageActions } from './stage-tools.tsx'

type Group = Record<string, unknown>

/** The stages of the journey: each with all its parts, or their human cells in rows, the same lane of all stages side by side. */
export function StageList({ document }: { document: Group }) {
  const isWide = useMedia('(min-width: 761px)')
  const [chosen, setView] = useState<'stage' | 'lane'>('stage')
  const view = isWide ? chosen : 'stage'
  return (
    <section aria-labelledby="stages">
      <div className="stages-head">
        <h2 id="stages">Stages</h2>
        {isWide ? (
          <fieldset className="views">
            <legend className="hidden">How the stages are shown</legend>
            <ViewChoice value="stage" chosen={chosen} choose={setView}>
              By stage
            </ViewChoice>
            <ViewChoice value="lane" chosen={chosen} choose={setView}>
              By lane
            </ViewChoice>
          </fieldset>
        ) : null}
      </div>
      {view === 'lane' ? <LaneTable document={document} /> : <StageColumns document={document} />}
      <FindingsAt path="stages" />
    </section>
  )
}

function ViewChoice<Value extends string>({
  value,
  chosen,
  choose,
  children,
}: {
  value: Value
  chosen: Value
  choose: (value: Value) => void
  children: ReactNode
}) {
  return (
    <label>
      <input type="radio" name="stages-view" checked={chosen === value} onChange={() => choose(value)} /> {children}
    </label>
  )
}

/** What the keyboard goes to once the document has changed: a stage, and there the first of these that can be used. */
interface Focus {
  stage: string
  targets: readonly string[]
}

function StageColumns({ document }: { document: Group }) {
  const { edit } = useEditor()
  const columns = useRef<HTMLDivElement>(null)
  const focus = useRef<Focus | null>(null)
  const [said, setSaid] = useState('')
  const stages = stagesOf(document)
  useEffect(() => {
    const stage = focus.current && columns.current?.querySelector(`[data-stage="${CSS.escape(focus.current.stage)}"]`)
    const target = focus.current?.targets.map((selector) => stage?.querySelector<HTMLElement>(selector)).find(Boolean)
    if (!target) return
    target.focus()
    focus.current = null
  })
  const change = (operations: readonly EditOperation[], words: string, next: Focus) => {
    focus.current = next
    setSaid(words)
    edit(...operations)
  }
  const insert = (at: number) => {
    const { id, operations } = insertStage(document, at)
    change(operations, `A new stage stands at place ${at + 1}.`, { stage: id, targets: ['input'] })
  }
  const actionsOf = (stage: Group, position: number): StageActions => ({
    move: (to) => {
      const targets =
        to < position ? ['[data-tool=earlier]:enabled', '[data-tool=later]'] : ['[data-tool=later]:enabled', '[data-tool=earlier]']
      const operations: EditOperation[] = [{ kind: 'move', path: ['stages'], from: position, to }]
      change(operations, moveWords(document, position, to).join(' '), { stage: String(stage.id), targets })
    },
    duplicate: () => {
      const { id, operations } = duplicateStage(document, position)
      change(operations, 'The copy has no rule yet by which people come in: give it one of its own.', { stage: id, targets: ['input'] })
    },
    remove: () => {
      const neighbour = stages[position + 1] ?? stages[position - 1]
      const words = `“${String(stage.name ?? stage.id)}” is removed. Undo brings it back.`
      change(removeStage(document, position), words, { stage: String(neighbour?.id), targets: ['input'] })
    },
    removalWords: () => removalWords(document, position),
  })
  const deadlines = (Array.isArray(document.deadlines) ? document.deadlines : []) as Group[]
  return (
    <>
      <p role="status" className="said">
        {said}
      </p>
      <div className="stage-editors" ref={columns}>
        {stages.map((stage, position) => (
          <Fragment key={String(stage.id)}>
            <InsertStage before={String(stage.name ?? stage.id)} insert={() => insert(position)} />
            <StageEditor
              stage={stage}
              position={position}
              count={stages.length}
              deadlines={deadlines}
              actions={actionsOf(stage, position)}
            />
          </Fragment>
        ))}
        <button type="button" className="quiet add-stage" onClick={() => insert(stages.length)}>
          Add a stage
        </button>
      </div>
    </>
  )
}

function InsertStage({ before, insert }: { before: string; insert: () => void }) {
  const words = `Insert a stage before ${before}`
  return (
    <button type="button" className="insert-stage" aria-label={words} title={words} onClick={insert}>
      +
    </button>
  )
}
