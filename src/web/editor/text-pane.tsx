import { useMedia } from '../shell/media.ts'
import { useEditor } from './editor-context.ts'
import { TextField } from './fields.tsx'

/** The same document as text, editable too. */
export function TextPane() {
  const { sync } = useEditor()
  const { text } = sync.state()
  return (
    <details className="text-pane" open={useMedia('(min-width: 1200px)')}>
      <summary>The same as text (YAML)</summary>
      <TextField label="The definition as text" rows={30} value={text} commit={(next) => sync.write(next)} />
    </details>
  )
}
