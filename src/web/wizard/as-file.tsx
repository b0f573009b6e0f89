import { useState } from 'react'

/** The mapping as text, to read, keep or change: the same document as the form. */
export function AsFile({ mapping, read }: { mapping: string; read: (text: string) => void }) {
  const [text, setText] = useState(mapping)
  const changed = text !== mapping
  return (
    <details className="as-file">
      <summary>As a file</summary>
      <label className="field">
        <span>Mapping (YAML)</span>
        <textarea
          rows={Math.min(24, Math.max(8, text.split('\n').length))}
          value={text}
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <p className="wizard-actions">
        <button type="button" className="quiet" disabled={!changed} onClick={() => read(text)}>
          Read the file so
        </button>
        {changed ? (
          <button type="button" className="quiet" onClick={() => setText(mapping)}>
            As it was
          </button>
        ) : null}
      </p>
    </details>
  )
}
