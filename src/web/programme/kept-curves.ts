import { useQuery } from '@tanstack/react-query'
import { percent } from '../../map/format.ts'
import type { Programme } from '../../model/programme.ts'
import type { SequenceDesign } from '../../model/programme-design.ts'
import { reachOn } from './curve-reading.ts'
import { designBody } from './design-question.ts'
import { designQuery } from './programme-requests.ts'

/** How long people stay in a stage: of one persona, or (null) of all. */
export type StayCurve = Pick<SequenceDesign, 'stage' | 'persona' | 'curve'>

/** The curves of the journey's stages; null: not known yet. */
export function useStayCurves({ journey, sequences }: Programme): readonly StayCurve[] | null {
  const own = sequences.some(({ persona }) => persona !== null)
  const { data } = useQuery(designQuery(journey, designBody(own ? { personas: 'own' } : {})))
  return data?.sequences ?? null
}

/** Whom a message still reaches on a day, in words; empty where nothing is known of the stage. */
export function reachWords(curves: readonly StayCurve[] | null, stage: string, persona: string | null, day: number): string {
  const found =
    curves?.find((one) => one.stage === stage && one.persona === persona) ??
    curves?.find((one) => one.stage === stage && one.persona === null)
  if (found === undefined || found.curve.days.length === 0) return ''
  const point = reachOn(found.curve, day)
  return point === null ? 'nobody was followed so long' : `still reaches ${percent(point.still)}`
}
