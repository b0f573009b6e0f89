import { type DocumentPath, pathText } from '../../model/document-path.ts'
import { freeId } from '../../model/edit/free-id.ts'
import { useEditor } from './editor-context.ts'
import { FindingsAt, Part } from './fields.tsx'

type Group = Record<string, unknown>

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
