import { AppError } from '../core/error.ts'
import type { Population } from '../measures/measure.ts'
import type { Journey } from '../model/journey.ts'
import { nearText } from '../model/near-match.ts'
import type { Programme } from '../model/programme.ts'
import type { JourneyDesk } from './journey-desk.ts'

/** The people of a programme's journey, by the newest figures, and what is said of the journey. Errors: `notFound` for the journey; `invalid` for a stage that it does not have. */
export async function programmePopulation(
  journeys: JourneyDesk,
  programme: Programme,
): Promise<{ population: Population; horizon: number | null; said: { id: string; name: string; version: number } }> {
  const { version, refresh } = await journeys.fresh(programme.journey)
  const { journey, versionId, number } = version
  checkStages(programme, journey)
  const population: Population = { journey, version: versionId, horizon: refresh.horizon ?? 0, filter: { where: {} } }
  return { population, horizon: refresh.horizon, said: { id: journey.id, name: journey.name, version: number } }
}

/** Nobody is where a stage is not. Errors: `invalid`, with the stages there are. */
export function checkStages({ id, sequences, friction }: Programme, journey: Journey): void {
  const ids = journey.stages.map((stage) => stage.id)
  const unknown = [...sequences, ...friction].map(({ stage }) => stage).find((stage) => !ids.includes(stage))
  if (unknown === undefined) return
  throw new AppError(
    'invalid',
    `Programme "${id}" has messages for the stage "${unknown}", which the journey "${journey.id}" does not have. Known: ${ids.join(', ')}.${nearText(unknown, ids)}`,
  )
}
