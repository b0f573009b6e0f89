import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Answers, addressOf } from '../../api/contract.ts'
import { countOf } from '../../map/format.ts'
import { send } from '../shell/ask.ts'
import { dataSetImportsQuery, importsQuery } from '../shell/queries.ts'
import { ImportCard } from './import-card.tsx'
import { UndoImport } from './undo-import.tsx'

type Whole = Answers['dataSetImports'][number]

const stateNames: Record<Whole['state'], string> = {
  running: 'being imported',
  complete: 'imported',
  cancelled: 'cancelled',
  failed: 'not imported',
  undoing: 'being taken back',
  undone: 'undone: nothing of them is left',
}

/** Files imported together: how far each is, and how to stop or undo all of them. */
export function DataSetCard({ whole }: { whole: Whole }) {
  const { data: imports } = useQuery(importsQuery)
  const name = countOf(whole.files.length, 'file')
  return (
    <section className="data-set-import" aria-label={`${name} together`} data-state={whole.state}>
      <div className="import-head">
        <h2>{name} together</h2>
        <span className="import-state">{stateNames[whole.state]}</span>
        {whole.state === 'running' ? <CancelAll id={whole.id} /> : null}
      </div>
      {whole.message === null ? null : <p className="failure">{whole.message}</p>}
      {whole.state === 'complete' ? <UndoImport id={whole.id} name={`all ${name}`} route="undoDataSet" /> : null}
      <ul className="imports" aria-label={`${name} imported together`}>
        {whole.files.map((file) => {
          const progress = imports?.find(({ id }) => id === file.import)
          return progress ? (
            <ImportCard key={file.upload} progress={progress} />
          ) : (
            <li className="import" key={file.upload} data-state="waiting">
              <div className="import-head">
                <h2>{file.name}</h2>
                <span className="import-state">{whole.state === 'running' ? 'waits for its turn' : 'not begun'}</span>
              </div>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function CancelAll({ id }: { id: string }) {
  const [asked, setAsked] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const cache = useQueryClient()
  const cancel = async () => {
    setAsked(true)
    try {
      await send('DELETE', addressOf('dataSetImport', { import: id }))
      await cache.invalidateQueries({ queryKey: dataSetImportsQuery.queryKey })
    } catch (error) {
      setAsked(false)
      setFailure(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <>
      <button type="button" className="quiet" disabled={asked} onClick={() => void cancel()}>
        {asked ? 'Stopping…' : 'Cancel all'}
      </button>
      {failure ? <span role="alert">{failure}</span> : null}
    </>
  )
}
