import { type PastView, pastDesk } from '../src/app/past-desk.ts'
import type { ImportLog } from '../src/events/import-log.ts'
import type { Filter } from '../src/map/journey-map.ts'
import type { Journey } from '../src/model/journey.ts'
import type { ImportPlace } from './import-place.ts'

/** After every past day that tests ask for, UTC ms. */
export const today = Date.UTC(2026, 0, 1)

/** Past days as the application asks for them, over a log of imports of its own; every source is a file without a declared watermark. */
export function pastsOf(place: ImportPlace, log: ImportLog, journey: Journey, sources: readonly string[], versionId = 1) {
  const listed = sources.map((name) => ({ name, kind: 'file' as const, watermark: today, declared: false }))
  const version = { versionId, journeyId: journey.id, number: 1, text: '', journey, digest: '', createdAt: 0, note: '' }
  const documents = { sources: { list: async () => listed }, imports: log, journeys: { versions: async () => [version] } }
  const desk = pastDesk(
    documents,
    { version: async () => version, aside: (work) => work() },
    async () => place.store,
    () => today,
  )
  return async (asOf: string, known?: Filter['known']): Promise<PastView> => {
    const view = await desk.view(journey.id, { asOf, ...(known ? { known } : {}), where: {} })
    if (view === null) throw new Error('a past day was asked for')
    return view
  }
}
