import { useId } from 'react'
import { useEditor } from './editor-context.ts'
import { Choice, TextField } from './fields.tsx'

type Group = Record<string, unknown>

/** A comparison of a property of the event, or of what is known of its subject. */
export function ComparisonPart({ kind, group, commit }: { kind: 'subject' | 'property'; group: Group; commit: (value: unknown) => void }) {
  const { names, subjectType } = useEditor()
  const own = names.objectProperties[subjectType] ?? []
  const known =
    kind === 'property' ? names.eventProperties : [...own, ...(names.objectProperties.account ?? []).map((name) => `account.${name}`)]
  const comparison = Object.fromEntries(Object.entries(group).filter(([key]) => key !== kind))
  return (
    <div className="line">
      <Comparison
        property={String(group[kind] ?? '')}
        known={known}
        comparison={comparison}
        commit={(property, next) => commit({ [kind]: property, ...next })}
      />
    </div>
  )
}

const comparatorWords: [string, string][] = [
  ['is', 'is'],
  ['isNot', 'is not'],
  ['in', 'is one of'],
  ['notIn', 'is none of'],
  ['gt', 'is more than'],
  ['gte', 'is at least'],
  ['lt', 'is less than'],
  ['lte', 'is at most'],
  ['contains', 'contains'],
  ['exists', 'is known'],
]

/** A property, how it is compared, and with what. */
export function Comparison({
  property,
  known,
  comparison,
  commit,
}: {
  property: string
  known: readonly string[]
  comparison: Group
  commit: (property: string, comparison: Group) => void
}) {
  const id = useId()
  const [comparator = 'is', value = ''] = Object.entries(comparison)[0] ?? []
  const others = Object.fromEntries(Object.entries(comparison).slice(1))
  const isList = comparator === 'in' || comparator === 'notIn'
  const put = (next: string, text: string) => commit(property, { [next]: written(next, text), ...others })
  const shown = Array.isArray(value) ? value.join(', ') : String(value)
  return (
    <>
      <TextField label="Property" bare list={id} hint="property" value={property} commit={(name) => commit(name, comparison)} />
      <datalist id={id}>
        {known.slice(0, 300).map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <Choice bare label="compared how" value={comparator} options={comparatorWords} commit={(next) => put(next, shown)} />
      {comparator === 'exists' ? null : (
        <TextField label="Value" bare hint={isList ? 'one, another' : 'value'} value={shown} commit={(text) => put(comparator, text)} />
      )}
    </>
  )
}

/** The value of a comparison as the document writes it: numbers as numbers, lists for the comparators that take them. */
function written(comparator: string, text: string): unknown {
  const one = (part: string): string | number => (/^-?\d{1,15}(\.\d+)?$/.test(part) && !/^-?0\d/.test(part) ? Number(part) : part)
  if (comparator === 'exists') return true
  if (comparator === 'in' || comparator === 'notIn') return text.split(',').map((part) => one(part.trim()))
  return comparator === 'contains' ? text : one(text)
}

/** A comparison as an event's `where` writes it: a plain value where it only says what is. */
export function plainComparison(comparison: Group): unknown {
  const keys = Object.keys(comparison)
  return keys.length === 1 && keys[0] === 'is' ? comparison.is : comparison
}
