import { AppError } from '../core/error.ts'
import type { Filter } from '../map/journey-map.ts'
import type { Journey } from '../model/journey.ts'
import type { KnownNames } from '../model/journey-names.ts'
import { nearText } from '../model/near-match.ts'
import { bothConditions } from '../model/property-condition.ts'
import type { KnownSegment, Segment, SegmentsKept } from '../model/segment.ts'
import { readSegment, readSegmentFile } from '../sources/segment-file.ts'
import type { DocumentStore } from '../store/document-store.ts'
import type { EventStore } from '../store/event-store.ts'
import { knownNames } from './known-names.ts'

/** The saved segments (rule M12). */
export interface SegmentsDesk {
  segments(): Promise<KnownSegment[]>
  keepSegment(written: unknown, replace: boolean): Promise<SegmentsKept>
  keepSegments(text: string): Promise<SegmentsKept>
  renameSegment(id: string, name: string, newId: string | null): Promise<Segment>
  removeSegment(id: string): Promise<Segment>
}

/** A filter with the persona and conditions of the segment that it names. Errors: `notFound`; `usage` where the segment is of another journey or persona. */
export type WithSegment = (journey: Pick<Journey, 'id'>, filter: Filter) => Promise<Filter>

export function segmentsDesk(
  documents: DocumentStore,
  openEvents: () => Promise<EventStore>,
  now: () => number,
): { desk: SegmentsDesk; withSegment: WithSegment } {
  async function cautioned(some: readonly Segment[]): Promise<KnownSegment[]> {
    if (some.length === 0) return []
    const [names, journeys] = [await knownNames(await openEvents()), await documents.journeys.list()]
    return some.map((segment) => ({
      ...segment,
      cautions: cautionsOf(
        segment,
        names,
        journeys.map(({ journey }) => journey),
      ),
    }))
  }

  async function keep(some: readonly Segment[]): Promise<SegmentsKept> {
    const before = new Set((await documents.segments.list()).map(({ id }) => id))
    await documents.segments.keep(some, now())
    const known = await cautioned(some)
    return {
      added: some.map(({ id }) => id).filter((id) => !before.has(id)),
      replaced: some.map(({ id }) => id).filter((id) => before.has(id)),
      cautions: known.flatMap(({ id, cautions }) => cautions.map((caution) => `${id}: ${caution}`)),
    }
  }

  const named = async (id: string) => segmentNamed(await documents.segments.list(), id)
  const desk: SegmentsDesk = {
    segments: async () => cautioned(await documents.segments.list()),
    keepSegment: async (written, replace) => {
      const segment = readSegment(written)
      const taken = (await documents.segments.list()).find(({ id }) => id === segment.id)
      if (taken !== undefined && !replace) {
        throw new AppError(
          'conflict',
          `There is a segment "${taken.id}" already ("${taken.name}"): replace it, or give this one another id.`,
        )
      }
      return keep([segment])
    },
    keepSegments: async (text) => keep(readSegmentFile(text)),
    renameSegment: async (id, name, newId) => {
      const segment = readSegment({ ...(await named(id)), name, ...(newId === null ? {} : { id: newId }) })
      if (segment.id !== id && (await documents.segments.list()).some((known) => known.id === segment.id)) {
        throw new AppError('conflict', `There is a segment "${segment.id}" already: give this one another id.`)
      }
      await documents.segments.keep([segment], now(), id)
      return segment
    },
    removeSegment: async (id) => {
      const segment = await named(id)
      await documents.segments.remove(id)
      return segment
    },
  }

  const withSegment: WithSegment = async (journey, filter) => {
    if (filter.segment === undefined) return filter
    const segment = await named(filter.segment)
    if (segment.journey !== null && segment.journey !== journey.id) {
      throw new AppError('usage', `The segment "${segment.id}" is kept for the journey "${segment.journey}", not for "${journey.id}".`)
    }
    return widened(filter, segment)
  }
  return { desk, withSegment }
}

function widened(filter: Filter, { id, persona, where }: Segment): Filter {
  if (persona !== null && filter.persona !== undefined && filter.persona !== persona) {
    throw new AppError('usage', `The segment "${id}" is of the persona "${persona}", the filter of "${filter.persona}": nobody is both.`)
  }
  const both = Object.entries(where).map(([property, condition]) => {
    const own = filter.where[property]
    return [property, own === undefined ? condition : bothConditions(condition, own)]
  })
  return { ...filter, ...(persona === null ? {} : { persona }), where: { ...filter.where, ...Object.fromEntries(both) } }
}

function segmentNamed(all: readonly Segment[], id: string): Segment {
  const found = all.find((segment) => segment.id === id)
  if (found) return found
  const ids = all.map((segment) => segment.id)
  const known =
    ids.length === 0 ? 'None is kept yet: keep one with desirepath segments save.' : `Known: ${ids.join(', ')}.${nearText(id, ids)}`
  throw new AppError('notFound', `There is no segment "${id}". ${known}`)
}

/** What a segment names and nothing holds: properties, its journey, its persona. */
function cautionsOf(segment: Segment, names: KnownNames | null, journeys: readonly Journey[]): string[] {
  const fitting = segment.journey === null ? journeys : journeys.filter(({ id }) => id === segment.journey)
  const gone = segment.journey !== null && fitting.length === 0
  const personas = fitting.flatMap(({ personas: known }) => known.map(({ id }) => id))
  const noPersona =
    segment.persona !== null && segment.persona !== 'unassigned' && fitting.length > 0 && !personas.includes(segment.persona)
  const types = new Set(fitting.map(({ subjectType }) => subjectType))
  const missing = names === null ? [] : Object.keys(segment.where).filter((property) => !isKnown(property, names, types))
  return [
    ...(gone ? [`there is no journey "${segment.journey}" any more.`] : []),
    ...(noPersona ? [`no journey has a persona "${segment.persona}".${nearText(segment.persona ?? '', personas)}`] : []),
    ...missing.map((property) => `nothing has a property "${property}" now, so nobody is found by it.`),
  ]
}

function isKnown(property: string, { objectProperties }: KnownNames, types: ReadonlySet<string>): boolean {
  if (property.startsWith('account.')) return (objectProperties.account ?? []).includes(property.slice('account.'.length))
  const owners = types.size === 0 ? Object.keys(objectProperties) : [...types]
  return owners.some((type) => (objectProperties[type] ?? []).includes(property))
}
