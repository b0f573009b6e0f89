import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Answers, addressOf } from '../../api/contract.ts'
import { countOf } from '../../map/format.ts'
import { groupedLosses } from '../../map/grouped-losses.ts'
import { Failed, Skeleton } from '../shell/states.tsx'
import { CompareExport } from './compare-export.tsx'
import { FieldsLink } from './fields-link.tsx'
import { NoteList } from './note-list.tsx'
import { handOverQuery, targetsQuery } from './programme-requests.ts'

type HandOver = Answers['programmeHandOver']

const kindWords: Record<HandOver['losses'][number]['kind'], string> = { lost: 'lost', changed: 'changed', byHand: 'by hand' }

/** Handing a programme to the tool that sends: what the tool does of it, what is lost, and the files. */
export function HandOverView({ programme, messageName }: { programme: string; messageName(id: string): string }) {
  const { data: targets, error, refetch } = useQuery(targetsQuery)
  const [chosen, setChosen] = useState('')
  if (error) return <Failed error={error} retry={() => void refetch()} />
  if (targets === undefined) return <Skeleton rows={8} label="Loading the tools" />
  const target = chosen || (targets[0]?.id ?? '')
  return (
    <div className="hand-over">
      <section className="design-form" aria-label="The tool">
        <label className="field">
          <span>Hand over to</span>
          <select value={target} onChange={(event) => setChosen(event.target.value)}>
            {targets.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <a className="button" href={addressOf('programmeExport', { programme }, { target })} download>
          Download the files
        </a>
        <FieldsLink programme={programme} target={target} />
      </section>
      <Told programme={programme} target={target} messageName={messageName} />
      <CompareExport
        key={target}
        programme={programme}
        target={target}
        targetName={targets.find(({ id }) => id === target)?.name ?? target}
      />
    </div>
  )
}

interface ToldProps {
  programme: string
  target: string
  messageName(id: string): string
}

function Told({ programme, target, messageName }: ToldProps) {
  const { data, error, isPlaceholderData, refetch } = useQuery({ ...handOverQuery(programme, target), placeholderData: keepPreviousData })
  if (error) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton rows={8} label="Making the files" />
  return (
    <div aria-busy={isPlaceholderData}>
      <p role="status">
        <b>{data.target.name}</b>: {countOf(data.files.length, 'file')}, {countOf(groupedLosses(data.losses).length, 'thing')} lost, changed
        or to do by hand.
      </p>
      <Check check={data.check} />
      <Losses losses={data.losses} messageName={messageName} />
      {data.notes.length === 0 ? null : (
        <section aria-labelledby="hand-notes">
          <h3 id="hand-notes">Before you import</h3>
          <NoteList notes={data.notes} />
        </section>
      )}
      <details className="sources">
        <summary>The files</summary>
        <ul className="source-list">
          {data.files.map((path) => (
            <li key={path}>{path}</li>
          ))}
        </ul>
      </details>
    </div>
  )
}

function Losses({ losses, messageName }: Pick<HandOver, 'losses'> & Pick<ToldProps, 'messageName'>) {
  if (losses.length === 0) return <p>Nothing of the programme is lost.</p>
  return (
    <section aria-labelledby="hand-losses">
      <h3 id="hand-losses">What is lost or changed, and what you do by hand</h3>
      <ul className="check-list">
        {groupedLosses(losses).map(({ kind, text, wayOut, where }) => (
          <li key={`${kind}${text}${where.length}`}>
            <span className={kind === 'lost' ? 'tag tag-against' : 'tag'}>{kindWords[kind]}</span> {text} {wayOut}
            {where.length === 0 ? null : (
              <small>
                Applies to {countOf(where.length, 'message')}: {where.map((id) => `“${messageName(id)}”`).join(', ')}.
              </small>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Check({ check }: Pick<HandOver, 'check'>) {
  return (
    <section aria-labelledby="hand-check">
      <h3 id="hand-check">What the tool does of it</h3>
      <div className="table-frame" tabIndex={-1}>
        <table className="programme-table">
          <thead>
            <tr>
              <th scope="col">part</th>
              <th scope="col">does it</th>
              <th scope="col">how</th>
            </tr>
          </thead>
          <tbody>
            {check.map(({ part, name, does, text }) => (
              <tr key={part}>
                <th scope="row">{name}</th>
                <td data-label="does it">
                  <span className={does ? 'tag tag-good' : 'tag tag-against'}>{does ? 'yes' : 'no'}</span>
                </td>
                <td data-label="how">{text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
