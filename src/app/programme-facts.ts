import type { Filter } from '../map/journey-map.ts'
import { stageSurvival } from '../measures/stage-survival.ts'
import { dayMs } from '../model/duration.ts'
import type { Journey } from '../model/journey.ts'
import type { Programme } from '../model/programme.ts'
import type { ProgrammeFacts, StageCurve } from '../programme/programme-facts.ts'
import type { EventStore } from '../store/event-store.ts'
import { ask } from './ask.ts'
import type { JourneyDesk } from './journey-desk.ts'
import { knownNames } from './known-names.ts'

/** Where the curve is marked; a check reads none of the marks. */
const marks = { firstMs: dayMs, share: 0.2, atRisk: 30 }

/** A programme's journey, and what the data say of it: how long people stay in the stages of its messages, and which names there are. Errors: `notFound` for the journey. */
export async function programmeFacts(
  programme: Programme,
  journeys: JourneyDesk,
  openEvents: () => Promise<EventStore>,
): Promise<{ journey: Journey; facts: ProgrammeFacts }> {
  const { version, refresh } = await journeys.fresh(programme.journey)
  const store = await openEvents()
  const { journey } = version
  const names = await knownNames(store)
  const { horizon } = refresh
  if (horizon === null) return { journey, facts: { curves: [], names } }
  const personas = [...new Set([null, ...programme.sequences.map(({ persona }) => persona)])]
  const curves: StageCurve[] = []
  for (const persona of personas) {
    const filter: Filter = persona === null ? { where: {} } : { where: {}, persona }
    const found = await ask(store, stageSurvival, { journey, version: version.versionId, horizon, filter }, marks)
    for (const { stage: index, n, still, low, high } of found.values()) {
      const stage = journey.stages.find((one) => one.index === index)
      if (stage !== undefined)
        curves.push({ stage: stage.id, persona, stays: n, curve: { days: still.map((_, half) => half / 2), still, low, high } })
    }
  }
  return { journey, facts: { curves, names } }
}
