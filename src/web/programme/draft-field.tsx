import { type ReactNode, useId } from 'react'

interface DraftFieldProps {
  label: string
  value: string
  set(text: string): void
  kind?: 'text' | 'number' | 'email' | 'lines'
  unit?: string
  hint?: string
  /** Names to choose from; others can be written, too. */
  known?: readonly string[]
  /** What follows from the value, said at once. */
  children?: ReactNode
}

/** A field of something that does not stand in the document yet. */
export function DraftField({ label, value, set, kind = 'text', unit, hint, known = [], children }: DraftFieldProps) {
  const id = useId()
  return (
    <div className="field" data-kind={kind}>
      <label htmlFor={id}>{label}</label>
      {kind === 'lines' ? (
        <textarea id={id} rows={3} value={value} placeholder={hint} onChange={(event) => set(event.target.value)} />
      ) : (
        <span className="with-unit">
          <input
            id={id}
            type={kind}
            value={value}
            placeholder={hint}
            list={known.length > 0 ? `${id}-known` : undefined}
            onChange={(event) => set(event.target.value)}
          />
          {unit}
        </span>
      )}
      {known.length === 0 ? null : (
        <datalist id={`${id}-known`}>
          {known.slice(0, 300).map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      )}
      {children}
    </div>
  )
}
