import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useEditor } from './editor-context.ts'

const pauseMs = 400

/**
 * A field's own text while someone types; it goes into the document after a short pause, and at once on leaving. When the document's
 * value becomes another by other hands, the field shows that, so that nobody writes over what they have not seen.
 */
export function useTyped(value: string, commit: (text: string) => void) {
  const { sync } = useEditor()
  const [typed, setTyped] = useState<string | null>(null)
  const [, setCommits] = useState(0)
  const field = useRef({ pending: null as string | null, timer: null as ReturnType<typeof setTimeout> | null, own: false, base: value })
  const put = useRef(commit)
  put.current = commit
  const settle = () => {
    const { current } = field
    if (current.timer) clearTimeout(current.timer)
    current.timer = null
    if (current.pending !== null) {
      put.current(current.pending)
      current.own = true
    }
    current.pending = null
    setCommits((before) => before + 1)
    sync.release(current)
  }
  const leave = useRef(settle)
  leave.current = settle
  useEffect(() => () => leave.current(), [])
  useEffect(() => {
    const { current } = field
    if (current.pending !== null) return
    if (!current.own && value !== current.base) setTyped(null)
    current.own = false
    current.base = value
  })
  return {
    value: typed ?? value,
    onChange: (text: string) => {
      const { current } = field
      setTyped(text)
      current.pending = text
      sync.hold(current)
      if (current.timer) clearTimeout(current.timer)
      current.timer = setTimeout(() => leave.current(), pauseMs)
    },
    onBlur: () => {
      settle()
      setTyped(null)
    },
  }
}

interface FieldProps {
  label: string
  value: string
  commit: (text: string) => void
  hint?: string
  list?: string
  rows?: number
  /** The label is for screen readers only. */
  bare?: boolean
  type?: string
}

/** One text of the document, editable in place; with `rows` over several lines. */
export function TextField({ label, value, commit, hint, list, rows, bare, type }: FieldProps) {
  const id = useId()
  const typed = useTyped(value, commit)
  const shared = {
    id,
    value: typed.value,
    onBlur: typed.onBlur,
    placeholder: hint,
    onChange: (event: { target: { value: string } }) => typed.onChange(event.target.value),
  }
  return (
    <div className="field">
      <label htmlFor={id} className={bare ? 'hidden' : undefined}>
        {label}
      </label>
      {rows ? (
        <textarea {...shared} rows={Math.max(rows, typed.value.split('\n').length)} />
      ) : (
        <input {...shared} list={list} type={type ?? 'text'} />
      )}
    </div>
  )
}

interface ChoiceProps {
  label: string
  value: string
  options: readonly (readonly [value: string, text: string])[]
  commit: (value: string) => void
  bare?: boolean
}

/** One of a few. */
export function Choice({ label, value, options, commit, bare }: ChoiceProps) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id} className={bare ? 'hidden' : undefined}>
        {label}
      </label>
      <select id={id} value={value} onChange={(event) => commit(event.target.value)}>
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}

/** Several names, each with a way to take it out, and a place to add one. */
export function NameList({
  label,
  names,
  known,
  commit,
}: {
  label: string
  names: readonly string[]
  known: readonly string[]
  commit: (names: string[]) => void
}) {
  const id = useId()
  const [text, setText] = useState('')
  const add = () => {
    const name = text.trim()
    if (name !== '' && !names.includes(name)) commit([...names, name])
    setText('')
  }
  return (
    <div className="field names">
      <label htmlFor={id}>{label}</label>
      <span className="chips">
        {names.map((name) => (
          <span className="chip" key={name}>
            {name}
            <button type="button" aria-label={`Take out ${name}`} onClick={() => commit(names.filter((one) => one !== name))}>
              ×
            </button>
          </span>
        ))}
        <input
          id={id}
          list={`${id}-known`}
          value={text}
          placeholder={names.length > 0 ? 'or …' : 'any'}
          onChange={(event) => setText(event.target.value)}
          onBlur={add}
          onKeyDown={(event) => {
            if (event.key === 'Enter') {
              event.preventDefault()
              add()
            }
          }}
        />
      </span>
      <datalist id={`${id}-known`}>
        {known.slice(0, 300).map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </div>
  )
}

/** What is wrong or missing at a place of the document. */
export function FindingsAt({ path }: { path: string }) {
  const { findings } = useEditor()
  const here = findings.filter(
    (finding) =>
      finding.path === path || (finding.kind !== 'gap' && (finding.path.startsWith(`${path}.`) || finding.path.startsWith(`${path}[`))),
  )
  if (here.length === 0) return null
  return (
    <ul className="findings">
      {here.map((finding) => (
        <li key={finding.path + finding.message} data-kind={finding.kind}>
          <b>{finding.kind === 'error' ? 'Wrong' : finding.kind === 'gap' ? 'Missing' : 'Note'}</b> {finding.message}
        </li>
      ))}
    </ul>
  )
}

/** A part of the form that opens; its head says what it holds. */
export function Part({ head, children, open }: { head: ReactNode; children: ReactNode; open?: boolean }) {
  const [isOpen, setOpen] = useState(open ?? false)
  return (
    <details className="part" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{head}</summary>
      {isOpen ? <div className="part-body">{children}</div> : null}
    </details>
  )
}
