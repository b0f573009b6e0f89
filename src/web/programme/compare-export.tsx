import { useMutation } from '@tanstack/react-query'
import { type ChangeEvent, useState } from 'react'
import type { Answers } from '../../api/contract.ts'
import { countOf } from '../../map/format.ts'
import { uploadedFiles } from './export-upload.ts'
import { NoteList } from './note-list.tsx'
import { askWith } from './programme-requests.ts'

/** Lets a browser choose a folder; the types of React do not know it. */
const ofFolder = { webkitdirectory: '' }

/** Reads an export back, maybe changed since, and says how it differs from the programme as it is kept. */
export function CompareExport({ programme, target, targetName }: { programme: string; target: string; targetName: string }) {
  const [given, setGiven] = useState('')
  const compared = useMutation({
    mutationFn: async (chosen: readonly File[]) => {
      const files = await uploadedFiles(chosen)
      // A whole export says itself which tool it is for; of single files the chosen one holds.
      const known = files.some(({ path }) => path.split('/').at(-1) === 'export.json' || path.toLowerCase().endsWith('.zip'))
      return askWith('programmeComparison', { programme }, { files, target: known ? null : target })
    },
  })
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = [...(event.target.files ?? [])]
    event.target.value = ''
    if (chosen.length === 0) return
    setGiven(chosen.length === 1 ? (chosen[0]?.name ?? '') : countOf(chosen.length, 'file'))
    compared.mutate(chosen)
  }
  return (
    <section className="compare-export" aria-labelledby="hand-compare">
      <h3 id="hand-compare">Compare an export with this design</h3>
      <p className="lead-in">
        Give the zip that you downloaded, or its folder, as it was changed since. Of single files the tool chosen above holds: {targetName}.
      </p>
      <p className="file-choices">
        <label className="button">
          <input type="file" multiple onChange={take} />
          Choose the zip or files
        </label>
        <label className="button">
          <input type="file" multiple {...ofFolder} onChange={take} />
          Choose the folder
        </label>
      </p>
      <div role="status">
        {compared.isPending ? <p>Comparing {given}…</p> : null}
        {compared.data === undefined || compared.isPending ? null : <Compared comparison={compared.data} given={given} />}
      </div>
      {compared.error ? (
        <p className="failure" role="alert">
          {compared.error.message}
        </p>
      ) : null}
    </section>
  )
}

function Compared({ comparison, given }: { comparison: Answers['programmeComparison']; given: string }) {
  const { differences, notes } = comparison
  return (
    <>
      <p>
        <b>{differences.length === 0 ? 'No differences' : countOf(differences.length, 'difference')}</b>
        {differences.length === 0
          ? `: the export (${given}) says what the programme says.`
          : ` between the export (${given}) and the programme as it is kept:`}
      </p>
      {differences.length === 0 ? null : (
        <ul className="check-list">
          {differences.map(({ message, what, text }) => (
            <li key={`${message}${what}`}>{text}</li>
          ))}
        </ul>
      )}
      <NoteList notes={notes} />
    </>
  )
}
