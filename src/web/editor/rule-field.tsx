import { type DocumentPath, pathText } from '../../model/document-path.ts'
import { useEditor } from './editor-context.ts'
import { FindingsAt, Part } from './fields.tsx'
import { LiveCount } from './live-count.tsx'
import { RulePart } from './rule-part.tsx'
import { ruleSentence } from './rule-words.ts'

/** One rule of the document: as a sentence with the live count of whom it fits, and opened as a form. */
export function RuleField({
  label,
  path,
  value,
  removable,
  ofSubject,
}: {
  label: string
  path: DocumentPath
  value: unknown
  removable: boolean
  ofSubject?: boolean
}) {
  const { edit } = useEditor()
  const set = (next: unknown) => edit({ kind: 'set', path, value: next })
  if (value === undefined || value === null) {
    return (
      <p className="rule-missing">
        <span>{label}</span>
        <button type="button" className="quiet" onClick={() => set(ofSubject ? { subject: '', is: '' } : { event: '' })}>
          Add a rule
        </button>
        <FindingsAt path={pathText(path)} />
      </p>
    )
  }
  return (
    <div className="rule">
      <Part
        head={
          <>
            <span className="rule-label">{label}</span>{' '}
            <span className="sentence">{ruleSentence(value) ?? 'not whole yet: open it and choose'}</span>
          </>
        }
      >
        <RulePart value={value} commit={set} ofSubject={ofSubject === true} label={label} />
        {removable ? (
          <button type="button" className="quiet" onClick={() => edit({ kind: 'remove', path })}>
            Take this rule away
          </button>
        ) : null}
      </Part>
      <LiveCount value={value} />
      <FindingsAt path={pathText(path)} />
    </div>
  )
}
