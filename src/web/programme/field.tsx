import { useId } from 'react'
import type { Remark } from './check-findings.ts'
import { RemarkList } from './remark-list.tsx'

interface FieldProps {
  label: string
  value: string
  commit(text: string): void
  kind?: 'text' | 'number' | 'date' | 'lines'
  hint?: string
  unit?: string
  /** What the check says of this value. */
  remarks?: readonly Remark[]
}

/** One value of the document, written into it on leaving the field, or by Enter. */
export function Field({ label, value, commit, kind = 'text', hint, unit, remarks = [] }: FieldProps) {
  const id = useId()
  const settle = (text: string) => {
    if (text.trim() !== value) commit(text.trim())
  }
  return (
    <div className="field" data-kind={kind}>
      <label htmlFor={id}>{label}</label>
      {kind === 'lines' ? (
        <textarea
          id={id}
          key={value}
          rows={Math.min(12, Math.max(2, value.split('\n').length))}
          defaultValue={value}
          placeholder={hint}
          onBlur={(event) => settle(event.currentTarget.value)}
        />
      ) : (
        <span className="with-unit">
          <input
            id={id}
            key={value}
            type={kind}
            defaultValue={value}
            placeholder={hint}
            onBlur={(event) => settle(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') settle(event.currentTarget.value)
            }}
          />
          {unit}
        </span>
      )}
      <RemarkList remarks={remarks} />
    </div>
  )
}
