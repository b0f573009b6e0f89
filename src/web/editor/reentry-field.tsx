import type { DocumentPath } from '../../model/document-path.ts'
import { useEditor } from './editor-context.ts'
import { Choice } from './fields.tsx'
import { removeIfThere } from './remove-if-there.ts'
import { RuleField } from './rule-field.tsx'

/** How people come back into a stage from a later one. */
export function ReentryField({ stage, path }: { stage: Record<string, unknown>; path: DocumentPath }) {
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
