import { DateFields } from './date-fields.tsx'
import { columnAt, textAt } from './document-values.ts'
import { EventFields, MoreEventFields } from './event-fields.tsx'
import { ColumnPicker, WordPicker } from './fields.tsx'
import { ObjectFields } from './object-fields.tsx'
import type { Look, Preview } from './use-preview.ts'

const kinds = [
  { value: 'events', label: 'one event' },
  { value: 'wide', label: 'a thing with dates, such as a deal' },
  { value: 'properties', label: 'a thing with properties, no events' },
]
const separators = [
  { value: ',', label: 'commas' },
  { value: ';', label: 'semicolons' },
  { value: '\t', label: 'tabs' },
  { value: '|', label: 'bars' },
]
const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone
const zones = [...new Set(['UTC', ownZone, ...Intl.supportedValuesOf('timeZone')])].map((value) => ({ value, label: value }))

/** The mapping as a form: each change goes into the same document that stands beside it as text. */
export function MappingForm({ preview, look }: { preview: Preview; look: (how: Look) => void }) {
  const { document } = preview
  const columns = preview.columns.map(({ name }) => name)
  const kind = textAt(document, ['kind'])
  const change = (changes: NonNullable<Look['changes']>) => look({ changes })
  const form = { document, columns, change }
  return (
    <form className="mapping-form" onSubmit={(event) => event.preventDefault()}>
      <div className="fields">
        <WordPicker label="Each row is" value={kind} words={kinds} onPick={(next) => look({ kind: next })} />
        {kind === 'events' ? <EventFields {...form} /> : null}
        {kind === 'properties' ? (
          <ColumnPicker
            label="Known since"
            value={columnAt(document, ['validFrom'])}
            columns={columns}
            none="always"
            onPick={(column) => change([{ place: ['validFrom'], value: column === null ? null : { column } }])}
          />
        ) : null}
        <WordPicker
          label="Time zone of times without one"
          value={textAt(document, ['timeZone']) || 'UTC'}
          words={zones}
          onPick={(zone) => change([{ place: ['timeZone'], value: zone }])}
        />
      </div>
      {kind === 'events' ? (
        <ObjectFields legend="Whom or what it is about" part="objects" {...form} />
      ) : (
        <ObjectFields legend="What each row is" part="key" only {...form} />
      )}
      {kind === 'wide' ? <DateFields {...form} /> : null}
      <details>
        <summary>More</summary>
        <div className="fields">
          {kind === 'events' ? <MoreEventFields {...form} /> : null}
          {textAt(document, ['separator']) ? (
            <WordPicker
              label="Cells are separated by"
              value={textAt(document, ['separator'])}
              words={separators}
              onPick={(separator) => change([{ place: ['separator'], value: separator }])}
            />
          ) : null}
        </div>
        {kind === 'events' ? null : <ObjectFields legend="What it belongs to" part="objects" {...form} />}
      </details>
    </form>
  )
}
