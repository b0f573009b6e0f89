import { useId } from 'react'
import { usePicked } from './use-picked.ts'

/** A choice among columns; `none`: what no column means, where that is allowed. */
export function ColumnPicker({
  label,
  value,
  columns,
  none,
  onPick,
}: {
  label: string
  value: string
  columns: readonly string[]
  none?: string
  onPick: (column: string | null) => void
}) {
  const [picked, setPicked] = usePicked(value)
  const pick = (column: string) => {
    setPicked(column)
    onPick(column || null)
  }
  const known = value === '' || columns.includes(value)
  return (
    <label className="field">
      <span>{label}</span>
      <select value={picked} onChange={(event) => pick(event.target.value)}>
        {value === '' || none !== undefined ? <option value="">{none ?? 'choose a column'}</option> : null}
        {known ? null : <option value={value}>{value}: not in the file</option>}
        {columns.map((column) => (
          <option key={column} value={column}>
            {column}
          </option>
        ))}
      </select>
    </label>
  )
}

/** A choice among words. */
export function WordPicker({
  label,
  value,
  words,
  onPick,
}: {
  label: string
  value: string
  words: readonly { value: string; label: string }[]
  onPick: (value: string) => void
}) {
  const [picked, setPicked] = usePicked(value)
  const pick = (word: string) => {
    setPicked(word)
    onPick(word)
  }
  return (
    <label className="field">
      <span>{label}</span>
      <select value={picked} onChange={(event) => pick(event.target.value)}>
        {words.some((word) => word.value === value) ? null : <option value={value}>{value}</option>}
        {words.map((word) => (
          <option key={word.value} value={word.value}>
            {word.label}
          </option>
        ))}
      </select>
    </label>
  )
}

/** A short text, taken over when it is left or Enter is pressed; `known` are offered. */
export function TextField({
  label,
  value,
  known = [],
  onText,
}: {
  label: string
  value: string
  known?: readonly string[]
  onText: (text: string) => void
}) {
  const list = useId()
  const take = (input: HTMLInputElement) => {
    const text = input.value.trim()
    if (text !== value) onText(text)
  }
  return (
    <label className="field">
      <span>{label}</span>
      <input
        key={value}
        type="text"
        defaultValue={value}
        maxLength={200}
        list={known.length > 0 ? list : undefined}
        onBlur={(event) => take(event.target)}
        onKeyDown={(event) => event.key === 'Enter' && take(event.currentTarget)}
      />
      {known.length > 0 ? (
        <datalist id={list}>
          {known.map((word) => (
            <option key={word} value={word} />
          ))}
        </datalist>
      ) : null}
    </label>
  )
}
