import { useState } from 'react'
import { type DocumentPath, pathText } from '../../model/document-path.ts'
import type { EditOperation } from '../../model/edit/edit-operation.ts'
import { type emptyLanes, lifecyclePhases } from '../../model/journey.ts'
import { useEditor } from './editor-context.ts'
import { Choice, FindingsAt, Part, TextField } from './fields.tsx'
import { RuleField } from './rule-form.tsx'

type Group = Record<string, unknown>

const laneNames: Record<keyof typeof emptyLanes, string> = {
  goals: 'Goals',
  actions: 'Actions',
  questions: 'Questions',
  concerns: 'Concerns',
  touchpoints: 'Touchpoints',
  thoughts: 'Thoughts',
  emotions: 'Emotions',
  friction: 'Friction',
  confusion: 'Confusion',
  opportunities: 'Opportunities',
}

/** One stage of the map with every cell editable in place. `references` name what else in the document speaks of it. */
export function StageEditor({
  stage,
  position,
  count,
  references,
}: {
  stage: Group
  position: number
  count: number
  references: readonly string[]
}) {
  const { edit } = useEditor()
  const path: DocumentPath = ['stages', position]
  const at = (...rest: (string | number)[]): DocumentPath => [...path, ...rest]
  const text = (key: string) => String(stage[key] ?? '')
  const putText = (key: string) => (value: string) =>
    edit(value === '' ? removeIfThere(stage, at(key)) : { kind: 'set', path: at(key), value })
  const name = text('name') || text('id')
  const exit = (stage.exit ?? {}) as Group
  const intended = (stage.intended ?? {}) as Group
  const putIntended = (key: string) => (value: string) => {
    const written = key === 'emotion' && value !== '' && Number.isFinite(Number(value)) ? Number(value) : value
    edit(value === '' ? removeIfThere(intended, at('intended', key)) : { kind: 'set', path: at('intended', key), value: written })
  }
  return (
    <section className="stage-editor" aria-label={`Stage ${name}`} data-lifecycle={text('lifecycle')}>
      <StageTools name={name} position={position} count={count} references={references} />
      <TextField label="Name" value={name} commit={putText('name')} />
      <Choice
        label="Phase"
        value={text('lifecycle')}
        options={lifecyclePhases.map((phase) => [phase, phase])}
        commit={(value) => edit({ kind: 'set', path: at('lifecycle'), value })}
      />
      <FindingsAt path={pathText(at('lifecycle'))} />
      <FindingsAt path={pathText(path)} />
      <RuleField label="People come in when" path={at('entry')} value={stage.entry} removable />
      <RuleField label="They reach the goal when" path={at('exit', 'completed')} value={exit.completed} removable />
      <RuleField label="They are lost when" path={at('exit', 'dropped')} value={exit.dropped} removable />
      <Reentry stage={stage} path={at('reentry')} />
      <div className="line">
        <TextField label="By when" hint="30d" value={text('window')} commit={putText('window')} />
        <TextField label="Silence that ends it" hint="never" value={text('dropAfter')} commit={putText('dropAfter')} />
      </div>
      <FindingsAt path={pathText(at('window'))} />
      <FindingsAt path={pathText(at('dropAfter'))} />
      <h3>Intended</h3>
      <div className="line">
        <TextField label="Move on" hint="55%" value={String(intended.conversion ?? '')} commit={putIntended('conversion')} />
        <TextField label="Half by" hint="10d" value={String(intended.median ?? '')} commit={putIntended('median')} />
        <TextField label="Emotion −2 to 2" hint="0.5" value={String(intended.emotion ?? '')} commit={putIntended('emotion')} />
      </div>
      <FindingsAt path={pathText(at('intended'))} />
      {(Object.keys(laneNames) as (keyof typeof emptyLanes)[]).map((lane) => (
        <Lane key={lane} lane={lane} stage={stage} path={at(lane)} />
      ))}
    </section>
  )
}

/** One human cell: an entry a line. A single text stays one, and `goal` stays `goal`. */
function Lane({ lane, stage, path }: { lane: keyof typeof emptyLanes; stage: Group; path: DocumentPath }) {
  const { edit } = useEditor()
  const key = lane === 'goals' && stage.goals === undefined && stage.goal !== undefined ? 'goal' : lane
  const here = [...path.slice(0, -1), key]
  const value = stage[key]
  const lines = value === undefined || value === null ? [] : Array.isArray(value) ? value.map(String) : [String(value)]
  const commit = (text: string) => {
    const next = text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
    if (next.length === 0) edit(...(value === undefined ? [] : [{ kind: 'remove', path: here } as EditOperation]))
    else edit({ kind: 'set', path: here, value: typeof value === 'string' && next.length === 1 ? next[0] : next })
  }
  return (
    <>
      <TextField label={laneNames[lane]} rows={2} hint="one a line" value={lines.join('\n')} commit={commit} />
      <FindingsAt path={pathText(here)} />
    </>
  )
}

function Reentry({ stage, path }: { stage: Group; path: DocumentPath }) {
  const { edit } = useEditor()
  const { reentry } = stage
  const kind = reentry === undefined || reentry === 'none' ? 'none' : reentry === 'entry' ? 'entry' : 'rule'
  const values: Record<string, unknown> = { entry: 'entry', rule: { event: '' } }
  return (
    <>
      <Choice
        label="Coming back from later"
        value={kind}
        options={[
          ['none', 'does not happen'],
          ['entry', 'by the same rule'],
          ['rule', 'by a rule of its own'],
        ]}
        commit={(next) => edit(next === 'none' ? removeIfThere(stage, path) : { kind: 'set', path, value: values[next] })}
      />
      {kind === 'rule' ? <RuleField label="They come back when" path={path} value={reentry} removable={false} /> : null}
    </>
  )
}

function StageTools({
  name,
  position,
  count,
  references,
}: {
  name: string
  position: number
  count: number
  references: readonly string[]
}) {
  const { edit } = useEditor()
  const [asked, setAsked] = useState(false)
  const move = (to: number) => edit({ kind: 'move', path: ['stages'], from: position, to })
  const remove = () => {
    const gone = references.map((reference): EditOperation => ({ kind: 'remove', path: ['handOffs', Number(reference)] }))
    edit(...gone.reverse(), { kind: 'remove', path: ['stages', position] })
  }
  if (asked) {
    return (
      <div className="stage-tools" role="alert">
        <span>
          Remove “{name}”
          {references.length > 0
            ? ` and ${references.length === 1 ? 'the hand-off' : `the ${references.length} hand-offs`} that name it`
            : ''}
          ?
        </span>
        <button type="button" className="button" onClick={remove}>
          Remove
        </button>
        <button type="button" className="quiet" onClick={() => setAsked(false)}>
          Leave it
        </button>
      </div>
    )
  }
  return (
    <div className="stage-tools">
      <b>{position + 1}</b>
      <button
        type="button"
        className="quiet"
        disabled={position === 0}
        aria-label={`Move ${name} earlier`}
        onClick={() => move(position - 1)}
      >
        Earlier
      </button>
      <button
        type="button"
        className="quiet"
        disabled={position === count - 1}
        aria-label={`Move ${name} later`}
        onClick={() => move(position + 1)}
      >
        Later
      </button>
      <button type="button" className="quiet" disabled={count === 1} onClick={() => setAsked(true)} aria-label={`Remove ${name}`}>
        Remove
      </button>
    </div>
  )
}

/** Takes a key away where there is one; an operation that changes nothing where there is none. */
export function removeIfThere(group: Group, path: DocumentPath): EditOperation {
  const key = String(path.at(-1))
  return Object.hasOwn(group, key) ? { kind: 'remove', path } : { kind: 'set', path: [], value: null }
}

/** A part of the form with a list of parts that have ids: personas, hand-offs. */
export function IdParts({
  title,
  items,
  render,
  fresh,
  list,
}: {
  title: string
  items: readonly Group[]
  render: (item: Group, path: DocumentPath) => React.ReactNode
  fresh: (id: string) => Group
  list: string
}) {
  const { edit } = useEditor()
  return (
    <Part head={`${title} (${items.length})`}>
      {items.map((item, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place in the document is what is edited.
        <div className="id-part" key={i}>
          {render(item, [list, i])}
          <FindingsAt path={pathText([list, i])} />
          <button type="button" className="quiet" onClick={() => edit({ kind: 'remove', path: [list, i] })}>
            Remove {String(item.name ?? item.id)}
          </button>
        </div>
      ))}
      <button
        type="button"
        className="quiet"
        onClick={() => edit({ kind: 'insert', path: [list], at: items.length, value: fresh(freeId(list, items)) })}
      >
        Add
      </button>
    </Part>
  )
}

/** An id that no item has yet. */
export function freeId(stem: string, items: readonly Group[]): string {
  const base = stem.replace(/s$/, '').toLowerCase()
  for (let n = items.length + 1; ; n++) if (!items.some(({ id }) => id === `${base}-${n}`)) return `${base}-${n}`
}
