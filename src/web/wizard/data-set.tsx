import { useState } from 'react'
import { type Answers, addressOf, answers } from '../../api/contract.ts'
import { countOf } from '../../map/format.ts'
import { send } from '../shell/ask.ts'
import { DropButton } from './drop-button.tsx'
import { JoinList } from './join-list.tsx'
import type { Preview } from './use-preview.ts'

type DataSet = Answers['dataSet']

interface DataSetHeadProps {
  dataSet: DataSet
  previews: ReadonlyMap<string, Preview>
  leaveOut: (ids: readonly string[]) => Promise<void>
  begun: (id: string) => void
}

/** Several files as one data set: what joins them, what stands in the way, and the way in for all of them. */
export function DataSetHead({ dataSet, previews, leaveOut, begun }: DataSetHeadProps) {
  const taken = dataSet.files.filter((file) => !file.leftOut)
  const waiting = taken.filter(({ id }) => !previews.has(id))
  const stuck = taken.filter(({ id }) => previews.get(id)?.problem)
  return (
    <section className="data-set" aria-label="The files together">
      <h2>{taken.length} files as one data set</h2>
      <JoinList dataSet={dataSet} />
      {stuck.length > 0 ? (
        <p className="failure">
          {names(stuck)} cannot be imported as {stuck.length === 1 ? 'it stands' : 'they stand'}: answer what is asked below, or leave{' '}
          {stuck.length === 1 ? 'it' : 'them'} out.
        </p>
      ) : null}
      <StartAll
        files={taken.length}
        blocked={stuck.length > 0 || waiting.length > 0}
        without={stuck.length > 0 && stuck.length < taken.length ? stuck : []}
        leaveOut={leaveOut}
        begun={begun}
      />
    </section>
  )
}

function names(files: readonly { name: string }[]): string {
  const shown = files.slice(0, 3).map(({ name }) => name)
  return files.length > 3 ? `${shown.join(', ')} and ${countOf(files.length - 3, 'other')}` : shown.join(' and ')
}

interface StartAllProps {
  files: number
  blocked: boolean
  /** Files that stand in the way, without which the others could be imported. */
  without: readonly { id: string; name: string }[]
  leaveOut: (ids: readonly string[]) => Promise<void>
  begun: (id: string) => void
}

function StartAll({ files, blocked, without, leaveOut, begun }: StartAllProps) {
  const [asked, setAsked] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const start = async (work: () => Promise<unknown>) => {
    setAsked(true)
    setFailure(null)
    try {
      await work()
      const response = await send('POST', addressOf('dataSetImports'))
      begun(answers.startDataSet.parse(await response.json()).id)
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error))
    }
    setAsked(false)
  }
  return (
    <>
      <p className="wizard-actions">
        <button type="button" className="button" disabled={asked || blocked} onClick={() => void start(async () => {})}>
          {asked ? 'Beginning…' : `Import all ${files} files`}
        </button>
        {without.length > 0 ? (
          <button type="button" className="quiet" disabled={asked} onClick={() => void start(() => leaveOut(without.map(({ id }) => id)))}>
            Import the other {files - without.length} without {without.length === 1 ? without[0]?.name : `these ${without.length}`}
          </button>
        ) : null}
      </p>
      <p className="sample-note">All of them or none: where one fails, or you cancel, nothing of the others stays.</p>
      {failure ? (
        <p className="failure" role="alert">
          {failure}
        </p>
      ) : null}
    </>
  )
}

/** Files that are left out, with the reason where it was proposed, and the way back in. */
export function LeftOut({ files, takeIn, dropped }: { files: DataSet['files']; takeIn: (id: string) => void; dropped: () => void }) {
  if (files.length === 0) return null
  return (
    <section className="left-out" aria-label="Left out">
      <h2>Left out: {countOf(files.length, 'file')}</h2>
      <ul>
        {files.map(({ id, name, why }) => (
          <li key={id}>
            <b>{name}</b> {why === null ? null : <span>{why.replace(/^Left out: /, '')} </span>}
            <button type="button" className="quiet" onClick={() => takeIn(id)}>
              Take it in<span className="hidden"> {name}</span>
            </button>{' '}
            <DropButton id={id} name={name} dropped={dropped} />
          </li>
        ))}
      </ul>
    </section>
  )
}
