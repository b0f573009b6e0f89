import { type DragEvent, useState } from 'react'

/** Takes a table of a drawn map: dropped, chosen or pasted. */
export function TakeTable({ take }: { take(file: File): void }) {
  const [over, setOver] = useState(false)
  const [text, setText] = useState('')
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const [file] = event.dataTransfer.files
    if (file) take(file)
  }
  return (
    <>
      <label
        className="drop"
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <input
          type="file"
          onChange={(event) => {
            const [file] = event.target.files ?? []
            if (file) take(file)
            event.target.value = ''
          }}
        />
        <b>Drop a table here, or choose one</b>
        <span>Excel (XLSX), CSV or TSV, as a board or a mapping tool exports it. Nothing is kept before you say so.</span>
      </label>
      <form
        className="paste-map"
        onSubmit={(event) => {
          event.preventDefault()
          if (text.trim() !== '') take(new File([text], 'Pasted map.csv'))
        }}
      >
        <label htmlFor="pasted-map">Or copy the cells in your spreadsheet and paste them here</label>
        <textarea id="pasted-map" rows={4} value={text} onChange={(event) => setText(event.target.value)} />
        <button type="submit" className="quiet" disabled={text.trim() === ''}>
          Show the map
        </button>
      </form>
    </>
  )
}
