import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { countOf, day } from '../../map/format.ts'
import type { JourneyMap } from '../../map/journey-map.ts'
import type { ProgrammeDesign } from '../../model/programme-design.ts'
import { type Address, withoutProgramme } from '../shell/address.ts'
import { Empty, Failed, Skeleton } from '../shell/states.tsx'
import { DesignControls } from './design-form.tsx'
import { designBody, designForm } from './design-question.ts'
import { FrictionTable } from './friction-table.tsx'
import { KeepForm } from './keep-form.tsx'
import { type MovedDays, sequenceKey } from './moved-days.ts'
import { NoteList } from './note-list.tsx'
import { designQuery, programmesQuery } from './programme-requests.ts'
import { StagePanel } from './stage-panel.tsx'

/** The messages that a journey suggests, under what people decide. */
export function DesignView({ map, address }: { map: JourneyMap; address: Address }) {
  const asked = useQuery({ ...designQuery(map.journey.id, designBody(address)), placeholderData: keepPreviousData })
  const { data, error, isPending, isPlaceholderData, refetch } = asked
  return (
    <>
      <DesignControls key={address.consent ?? ''} map={map} address={address} />
      {error ? <Failed error={error} retry={() => void refetch()} /> : null}
      {isPending ? <Skeleton rows={14} label="Designing the messages" /> : null}
      {data && !error ? <Designed map={map} address={address} design={data} stale={isPlaceholderData} /> : null}
    </>
  )
}

interface DesignedProps {
  map: JourneyMap
  address: Address
  design: ProgrammeDesign
  stale: boolean
}

function Designed({ map, address, design, stale }: DesignedProps) {
  const [moved, setMoved] = useState<MovedDays>({})
  const { data: kept } = useQuery(programmesQuery)
  const { gap } = designForm(address)
  const slice = withoutProgramme(address)
  const personaName = (id: string | null) => (id === null ? null : (map.journey.personas.find((one) => one.id === id)?.name ?? id))
  const stageName = (id: string) => map.stages.find((stage) => stage.id === id)?.name ?? id
  if (design.sequences.length === 0) {
    return (
      <Empty title="No stage to write to">
        <p>This journey has no stages yet. Add some, and say which event brings someone there.</p>
      </Empty>
    )
  }
  return (
    <div className="design" aria-busy={stale} data-stale={stale || undefined}>
      <Overview design={design} personaName={personaName} />
      {design.sequences.map((sequence) => (
        <StagePanel
          key={sequenceKey(sequence)}
          journey={map.journey.id}
          sequence={sequence}
          personaName={personaName(sequence.persona)}
          moved={moved}
          setMoved={setMoved}
          minGapDays={gap}
          address={slice}
        />
      ))}
      {design.friction.length === 0 ? null : (
        <FrictionTable journey={map.journey.id} friction={design.friction} stageName={stageName} slice={slice} />
      )}
      {kept && design.sequences.some(({ slots }) => slots.length > 0) ? (
        <KeepForm design={design} moved={moved} address={address} taken={kept.programmes.map(({ id }) => id)} />
      ) : null}
    </div>
  )
}

/** How many messages each stage has, and what holds for all of them. */
function Overview({ design, personaName }: { design: ProgrammeDesign; personaName(id: string | null): string | null }) {
  const messages = design.sequences.reduce((sum, { slots }) => sum + slots.length, 0)
  return (
    <section className="design-overview" aria-label="Overview">
      <p role="status">
        <b>
          {countOf(messages, 'message')} in {countOf(design.sequences.filter(({ slots }) => slots.length > 0).length, 'sequence')}
        </b>
        {design.horizon === null ? null : `, by the data up to ${day(design.horizon)}`}. Move a pin to see whom a message still reaches.
      </p>
      <ul className="stage-links">
        {design.sequences.map((sequence) => (
          <li key={sequenceKey(sequence)}>
            <a href={`#stage-${sequenceKey(sequence)}`} data-none={sequence.slots.length === 0 || undefined}>
              {sequence.stageName}
              {sequence.persona === null ? '' : `, ${personaName(sequence.persona)}`} <b>{sequence.slots.length}</b>
            </a>
          </li>
        ))}
      </ul>
      <NoteList notes={design.notes} />
    </section>
  )
}
