import { useQuery } from '@tanstack/react-query'
import { countOf, day, days, instant } from '../../map/format.ts'
import type { Timeline } from '../../map/journey-map.ts'
import { useMapScene } from '../map/map-context.ts'
import { pastQuery } from '../shell/address.ts'
import { keyed } from '../shell/keyed.ts'
import { timelineQuery } from '../shell/queries.ts'
import { Empty, Failed, Skeleton } from '../shell/states.tsx'
import { endingName, openingName } from './set-names.ts'

/** One subject's way: its stays as spans over time with the events as ticks, then every event in order. */
export function TimelineView({ journey, type, subject }: { journey: string; type: string; subject: string }) {
  const { address } = useMapScene()
  const { data, error, isPending, refetch } = useQuery(timelineQuery(journey, type, subject, pastQuery(address)))
  if (isPending) return <Skeleton rows={12} label="Loading the timeline" />
  if (error) return <Failed error={error} retry={() => void refetch()} />
  return (
    <>
      <OtherIds asked={subject} timeline={data} />
      <Properties timeline={data} />
      <Spans timeline={data} />
      <Events timeline={data} />
    </>
  )
}

/** The ids that are one contact with the one shown (rule E7). */
function OtherIds({ asked, timeline }: { asked: string; timeline: Timeline }) {
  const { subject, alsoKnownAs } = timeline
  if (alsoKnownAs.length === 0) return null
  return (
    <p className="lead other-ids">
      {asked === subject ? '' : `${asked} and ${subject} are one contact, shown as ${subject}. `}
      Also known as {alsoKnownAs.join(', ')}.
    </p>
  )
}

function Properties({ timeline }: { timeline: Timeline }) {
  if (timeline.properties.length === 0) return null
  return (
    <section aria-labelledby="properties">
      <h3 id="properties">Known about it</h3>
      <dl className="properties">
        {timeline.properties.map((property) => (
          <div key={`${property.name}:${property.validFrom}`}>
            <dt>{property.name}</dt>
            <dd>
              {property.value} <small>{property.validFrom === null ? 'always' : `since ${day(property.validFrom)}`}</small>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Spans({ timeline }: { timeline: Timeline }) {
  const { map } = useMapScene()
  if (timeline.stays.length === 0) {
    return (
      <Empty title="No stays">
        <p>Nothing that happened here opened a stage of this journey.</p>
      </Empty>
    )
  }
  const lasts = timeline.stays.map((stay) => stay.leftAt ?? stay.enteredAt + stay.days * 86_400_000)
  const from = Math.min(...timeline.stays.map((stay) => stay.enteredAt))
  const to = Math.max(...lasts, from + 1)
  const share = (at: number) => ((at - from) / (to - from)) * 100
  const lifecycle = new Map(map.stages.map((stage) => [stage.id, stage.lifecycle]))
  return (
    <section aria-labelledby="stays">
      <h3 id="stays">Stays</h3>
      <ol className="spans">
        {timeline.stays.map((stay, index) => (
          <li key={`${stay.stage}:${stay.enteredAt}`}>
            <span className="span-name">
              {stay.stageName}
              <small>
                {openingName(stay.openedBy)}, {day(stay.enteredAt)} · {days(stay.days)} · {endingName(stay.ending)}
              </small>
            </span>
            <span className="span-track" aria-hidden="true">
              <i
                className={`life-${lifecycle.get(stay.stage) ?? 'none'}${stay.leftAt === null ? ' span-open' : ''}`}
                style={{ left: `${share(stay.enteredAt)}%`, width: `${share(lasts[index] ?? to) - share(stay.enteredAt)}%` }}
              />
              {ticksOf(timeline, stay, lasts[index] ?? to).map((at) => (
                <b key={at} style={{ left: `${share(at)}%` }} />
              ))}
            </span>
          </li>
        ))}
      </ol>
      <p className="span-axis" aria-hidden="true">
        <span>{day(from)}</span>
        <span>{day(to)}</span>
      </p>
      {timeline.moreStays ? (
        <p className="lead">Only the newest {countOf(timeline.stays.length, 'stay')} are shown; there are more.</p>
      ) : null}
    </section>
  )
}

/** The instants at which something happened inside a stay. */
function ticksOf(timeline: Timeline, stay: Timeline['stays'][number], end: number): number[] {
  const inside = timeline.events.filter(
    (event) => event.stage === stay.stage && event.occurredAt >= stay.enteredAt && event.occurredAt <= end,
  )
  return [...new Set(inside.map((event) => event.occurredAt))]
}

function Events({ timeline }: { timeline: Timeline }) {
  const { map } = useMapScene()
  const names = new Map(map.stages.map((stage) => [stage.id, stage.name]))
  return (
    <section aria-labelledby="events">
      <h3 id="events">{countOf(timeline.events.length, 'event')}</h3>
      <div className="table-frame">
        <table className="figures events-table">
          <caption className="hidden">Events in order of time</caption>
          <thead>
            <tr>
              <th scope="col">when (UTC)</th>
              <th scope="col">what</th>
              <th scope="col">where</th>
              <th scope="col">by</th>
              <th scope="col">in stage</th>
            </tr>
          </thead>
          <tbody>
            {keyed(timeline.events, (event) => `${event.occurredAt}:${event.name}`).map(({ key, row: event }) => (
              <tr key={key}>
                <td className="when">{instant(event.occurredAt)}</td>
                <th scope="row">
                  {event.name}
                  <PropertyLine properties={event.properties} />
                </th>
                <td>
                  {event.touchpoint || event.channel || '–'}
                  {event.touchpoint && event.channel ? <small> {event.channel}</small> : null}
                </td>
                <td>{event.initiator}</td>
                <td>{event.stage === null ? <small>no stage</small> : (names.get(event.stage) ?? event.stage)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {timeline.moreEvents ? (
        <p className="lead">Only the newest {countOf(timeline.events.length, 'event')} are shown; there are more.</p>
      ) : null}
    </section>
  )
}

function PropertyLine({ properties }: { properties: Record<string, string> }) {
  const entries = Object.entries(properties)
  if (entries.length === 0) return null
  return <small className="property-line">{entries.map(([name, value]) => `${name}: ${value}`).join(' · ')}</small>
}
