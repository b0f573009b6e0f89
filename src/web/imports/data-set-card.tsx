import { useQuery } from '@tanstack/react-query'
import type { Answers } from '../../api/contract.ts'
import { countOf } from '../../map/format.ts'
import { importsQuery } from '../shell/queries.ts'
import { CancelImport } from './cancel-import.tsx'
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
        {whole.state === 'running' ? <CancelImport id={whole.id} route="dataSetImport" words="Cancel all" /> : null}
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
