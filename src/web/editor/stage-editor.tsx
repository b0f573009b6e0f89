import { type DocumentPath, pathText } from '../../model/document-path.ts'
import { lifecyclePhases } from '../../model/journey.ts'
import { useEditor } from './editor-context.ts'
import { Choice, FindingsAt, TextField } from './fields.tsx'
import { type Lane, LaneField, laneNames } from './lane-field.tsx'
import { ReentryField } from './reentry-field.tsx'
import { removeIfThere } from './remove-if-there.ts'
import { RuleField } from './rule-field.tsx'
import { type StageActions, StageTools } from './stage-tools.tsx'
import { StepsField } from './steps-field.tsx'
import { WindowField } from './window-field.tsx'

type Group = Record<string, unknown>

/** One stage of the map with every cell editable in place. */
export function StageEditor({
  stage,
  position,
  count,
  deadlines,
  actions,
}: {
  stage: Group
  position: number
  count: number
  deadlines: readonly Group[]
  actions: StageActions
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
    <section className="stage-editor" aria-label={`Stage ${name}`} data-lifecycle={text('lifecycle')} data-stage={text('id')}>
      <StageTools name={name} position={position} count={count} actions={actions} />
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
      <ReentryField stage={stage} path={at('reentry')} />
      <div className="line">
        <WindowField stage={stage} path={at('window')} deadlines={deadlines} />
        <TextField label="Silence that ends it" hint="never" value={text('dropAfter')} commit={putText('dropAfter')} />
      </div>
      <FindingsAt path={pathText(at('dropAfter'))} />
      <StepsField stage={stage} path={at('steps')} stageName={name} />
      <h3>Intended</h3>
      <div className="line">
        <TextField label="Move on" hint="55%" value={String(intended.conversion ?? '')} commit={putIntended('conversion')} />
        <TextField label="Half by" hint="10d" value={String(intended.median ?? '')} commit={putIntended('median')} />
        <TextField label="Emotion −2 to 2" hint="0.5" value={String(intended.emotion ?? '')} commit={putIntended('emotion')} />
      </div>
      <FindingsAt path={pathText(at('intended'))} />
      {(Object.keys(laneNames) as Lane[]).map((lane) => (
        <LaneField key={lane} lane={lane} stage={stage} path={at(lane)} />
      ))}
    </section>
  )
}
