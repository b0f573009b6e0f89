import { useState } from 'react'
import type { JourneyMap } from '../../map/journey-map.ts'
import type { DocumentEdit } from './document-edit.ts'
import type { StayCurve } from './kept-curves.ts'
import { NewMessageForm } from './new-message-form.tsx'

interface NewSequenceProps extends DocumentEdit {
  map: JourneyMap
  curves: readonly StayCurve[] | null
  close(): void
}

/** The first message for a stage, or for one persona in it, that has none yet. */
export function NewSequenceForm({ programme, edit, map, curves, close }: NewSequenceProps) {
  const everyone = { id: null, name: 'everyone without messages of their own' }
  const places = map.stages.flatMap((stage) =>
    [everyone, ...map.journey.personas]
      .filter(({ id }) => !programme.sequences.some((one) => one.stage === stage.id && one.persona === id))
      .map(({ id, name }) => ({ key: JSON.stringify([stage.id, id]), stage, persona: id, words: `${stage.name}: ${name}` })),
  )
  const [chosen, setChosen] = useState('')
  const place = places.find(({ key }) => key === chosen) ?? places[0]
  if (place === undefined) return <p>Every stage has messages for everyone and for each persona.</p>
  return (
    <section className="kept-sequence" aria-label="Messages for another stage">
      <label className="field">
        <span>For whom</span>
        <select value={place.key} onChange={(event) => setChosen(event.target.value)}>
          {places.map(({ key, words }) => (
            <option key={key} value={key}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <NewMessageForm
        programme={programme}
        edit={edit}
        whose={{ stage: place.stage.id, persona: place.persona }}
        messages={[]}
        stage={place.stage}
        curves={curves}
        title="another stage"
        close={close}
      />
    </section>
  )
}
