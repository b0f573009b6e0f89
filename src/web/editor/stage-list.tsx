import { freeId } from '../../model/edit/free-id.ts'
import { useEditor } from './editor-context.ts'
import { FindingsAt } from './fields.tsx'
import { StageEditor } from './stage-editor.tsx'

type Group = Record<string, unknown>

/** The stages of the journey, each to be edited, and a place for one more. */
export function StageList({ document }: { document: Group }) {
  const { edit } = useEditor()
  const stages = (Array.isArray(document.stages) ? document.stages : []) as Group[]
  const handOffs = (Array.isArray(document.handOffs) ? document.handOffs : []) as Group[]
  const add = () => {
    const value = { id: freeId('stages', stages), name: 'New stage', lifecycle: stages.at(-1)?.lifecycle ?? 'awareness' }
    edit({ kind: 'insert', path: ['stages'], at: stages.length, value })
  }
  return (
    <section aria-labelledby="stages">
      <h2 id="stages">Stages</h2>
      <div className="stage-editors">
        {stages.map((stage, i) => (
          <StageEditor
            key={String(stage.id)}
            stage={stage}
            position={i}
            count={stages.length}
            references={handOffs.flatMap(({ from, to }, at) => (from === stage.id || to === stage.id ? [String(at)] : []))}
          />
        ))}
        <button type="button" className="quiet add-stage" onClick={add}>
          Add a stage
        </button>
      </div>
      <FindingsAt path="stages" />
    </section>
  )
}
