import { useState } from 'react'
import { DropZone } from '../shell/drop-zone.tsx'

/** Takes a table of a drawn map: dropped, chosen or pasted. */
export function TakeTable({ take }: { take(file: File): void }) {
  const [text, setText] = useState('')
  return (
    <>
      <DropZone take={([file]) => file && take(file)}>
        <b>Drop a table here, or choose one</b>
        <span>Excel (XLSX), CSV or TSV, as a board or a mapping tool exports it. Nothing is kept before you say so.</span>
      </DropZone>
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
