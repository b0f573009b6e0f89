import type { SubjectList, SubjectSet } from '../src/map/journey-map.ts'
import type { SubjectListQuery } from '../src/measures/subject-list.ts'
import type { Until } from '../src/model/deadline.ts'
import type { HandOff } from '../src/model/journey.ts'
import { type Expecting, keyOf } from './expected-figures.ts'
import { byDeadline } from './oracle/deadlines.ts'
import { compareText } from './oracle/facts.ts'
import { causeOf, dayMs, handOffReasons, instancesOf, observe, observeHandOff } from './oracle/measures.ts'
import { usableEvents } from './oracle/order.ts'
import type { OracleStay } from './oracle/stays.ts'
import { eventsBySubject } from './oracle/subjects.ts'
import type { Observed } from './oracle/survival.ts'

type ListQuery = Pick<SubjectListQuery, 'stage' | 'set' | 'name' | 'reason'>
type ListRow = SubjectList['rows'][number] & { position: number }

/** The rows behind a figure (M7), newest first: instances of the funnel and of a hand-off, else stays. `observe`: how the period sees a hand-over; without it wholly. */
export function expectedRows(
  expecting: Expecting,
  query: ListQuery,
  observe = (_: OracleStay, seen: Observed): Observed | null => seen,
): ListRow[] {
  const handOff = expecting.journey.handOffs.find(({ id }) => id === query.name)
  const rows =
    funnelRows(expecting, query) ??
    (handOff && handOverRows(expecting, query, handOff, observe)) ??
    membersOf(expecting, query).map((stay) => rowOf(expecting, stay))
  return rows.sort(
    (a, b) => b.enteredAt - a.enteredAt || compareText(a.subject, b.subject) || a.instance - b.instance || b.position - a.position,
  )
}

function rowOf({ horizon }: Expecting, stay: OracleStay): ListRow {
  const { subject, account, persona, instance, startedAt, endedAt, openedBy, ending, underWay, position } = stay
  const days = ((endedAt ?? horizon) - startedAt) / dayMs
  return { subject, account, persona, instance, enteredAt: startedAt, leftAt: endedAt, openedBy, ending, days, underWay, position }
}

/** Instances of the funnel, each from its first stay to the end of its last; undefined: the set is none of the funnel's. */
function funnelRows(expecting: Expecting, { stage, set }: ListQuery): ListRow[] | undefined {
  const isRunning = (own: readonly OracleStay[]) => own.some((stay) => stay.ending === 'open')
  const any = (own: readonly OracleStay[]) => own.some((stay) => stay.stage >= stage)
  const all = (own: readonly OracleStay[]) =>
    expecting.journey.stages.every(({ index, entry }) => index > stage || entry === null || own.some((stay) => stay.stage === index))
  const sets: Partial<Record<SubjectSet, (own: readonly OracleStay[]) => boolean>> = {
    instances: () => true,
    running: isRunning,
    any,
    all,
    anyRunning: (own) => isRunning(own) && !any(own),
    allRunning: (own) => isRunning(own) && !all(own),
  }
  const holds = sets[set]
  return (
    holds &&
    instancesOf(expecting.stays, expecting.chosen)
      .filter(holds)
      .map((own) => {
        const [first, last] = [own[0], own.at(-1)] as [OracleStay, OracleStay]
        return { ...rowOf(expecting, { ...first, endedAt: last.endedAt, ending: last.ending }), underWay: false }
      })
  )
}

/** Instances handed over, each until it was accepted or refused; undefined: the set is none of theirs. */
function handOverRows(
  { journey, stays, chosen, horizon }: Expecting,
  { set }: ListQuery,
  handOff: HandOff,
  observeAs: (stay: OracleStay, seen: Observed) => Observed | null,
): ListRow[] | undefined {
  const [from, to] = [handOff.from, handOff.to].map((id) => journey.stages.find((stage) => stage.id === id))
  const windowMs = from?.windowMs ?? 0
  const until = from?.until ?? null
  const handed = observeHandOff(stays, chosen, { from: from?.index ?? 0, to: to?.index ?? 0 }, horizon)
  const inTime = new Set(
    until === null
      ? []
      : byDeadline(handed, until, horizon)
          .over.filter(({ observed }) => observed.cause === 'converted')
          .map(({ stay }) => stay),
  )
  const sets: Partial<Record<SubjectSet, (seen: Observed) => boolean>> = {
    handedOver: () => true,
    accepted: (seen) => seen.cause === 'converted',
    acceptedByWindow: (seen) => seen.cause === 'converted' && seen.to <= windowMs,
    refused: (seen) => seen.cause === 'dropped',
    waiting: (seen) => seen.cause === null,
  }
  const holds = sets[set]
  if (holds === undefined) return undefined
  return handed.flatMap(({ stay, observed }) => {
    const byWindow = set === 'acceptedByWindow' && until !== null
    const seen = byWindow ? observed : observeAs(stay, observed)
    if (seen === null || !(byWindow ? inTime.has(stay) : holds(seen))) return []
    const { subject, account, persona, instance, startedAt, openedBy, underWay, position } = stay
    const ending = { converted: 'accepted', dropped: 'refused', returned: '', null: 'waiting' }[`${seen.cause}`]
    const leftAt = seen.cause === null ? null : startedAt + seen.to
    return [
      { subject, account, persona, instance, enteredAt: startedAt, leftAt, openedBy, ending, days: seen.to / dayMs, underWay, position },
    ]
  })
}

/** Whether a stay holds a reason of refusal of a hand-off. */
function hasReason({ journey, events, facts, horizon }: Expecting, stay: OracleStay, name: string, reason: string): boolean {
  const property = journey.handOffs.find(({ id }) => id === name)?.reason ?? ''
  const known = usableEvents(events).filter((event) => event.occurredAt <= horizon)
  const bySubject = eventsBySubject(journey, known, facts)
  return handOffReasons([stay], (subject) => bySubject.get(subject) ?? [], property).has(reason)
}

/** The stays of a stage by what became of their own windows (K7). */
function byDeadlineOf({ horizon }: Expecting, own: readonly OracleStay[], until: Until, set: SubjectSet): OracleStay[] {
  const counted = own.filter((stay) => !stay.underWay)
  const seen = observe(counted, horizon)
  const spells = counted.map((stay, i) => ({ stay, observed: seen[i] as Observed }))
  const { over, stillHasTime, withoutDate } = byDeadline(spells, until, horizon)
  if (set === 'stillHasTime') return stillHasTime
  if (set === 'withoutDate') return withoutDate
  return over.filter(({ observed }) => set === 'windowOver' || observed.cause === 'converted').map(({ stay }) => stay)
}

/** The stays of a set of stays (M7), said anew. */
function membersOf(expecting: Expecting, { stage, set, name, reason }: ListQuery): OracleStay[] {
  const { chosen, touches, journey } = expecting
  const own = chosen.filter((stay) => stay.stage === stage)
  const touched = new Set(touches.filter((touch) => (set !== 'touchpoint' && set !== 'channel' ? false : touch[set] === name)).map(keyOf))
  const openings: Partial<Record<SubjectSet, string>> = {
    first: 'first',
    advancedIn: 'advanced',
    returnedIn: 'returned',
    resumed: 'resumed',
    recovered: 'recovered',
  }
  if (set === 'entered') return own
  if (set in openings) return own.filter((stay) => stay.openedBy === openings[set])
  if (set === 'skipped') return chosen.filter((stay) => stay.skipped.includes(stage))
  if (set === 'underWay') return own.filter((stay) => stay.underWay)
  if (set === 'windowOver' || set === 'stillHasTime' || set === 'withoutDate') {
    const until = journey.stages[stage - 1]?.until ?? null
    return until === null ? [] : byDeadlineOf(expecting, own, until, set)
  }
  if (set === 'convertedByWindow') {
    const { windowMs = 0, until = null } = journey.stages[stage - 1] ?? {}
    if (until !== null) return byDeadlineOf(expecting, own, until, set)
    return own.filter(
      (stay) => !stay.underWay && causeOf(stay) === 'converted' && (stay.endedAt ?? Infinity) - stay.startedAt <= (windowMs ?? 0),
    )
  }
  if (set === 'reason') return own.filter((stay) => hasReason(expecting, stay, name, reason))
  if (set === 'counted') return own.filter((stay) => !stay.underWay)
  if (set === 'converted' || set === 'dropped') return own.filter((stay) => causeOf(stay) === set)
  if (set === 'touchpoint' || set === 'channel') return own.filter((stay) => stay.endedAt !== stay.startedAt && touched.has(keyOf(stay)))
  return own.filter((stay) => stay.ending === (set === 'stillIn' ? 'open' : set))
}
