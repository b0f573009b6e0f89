import { describe, expect, it } from 'vitest'
import { emptyLanes } from '../model/journey.ts'
import type { JourneySpec } from '../model/journey-spec.ts'
import { normaliseJourney } from '../model/normalise-journey.ts'
import { buildMap, type StageFigures } from './build-map.ts'
import { hasWayOn, isMeasured, isOnlyDrawn } from './measured.ts'

const spec: JourneySpec = {
  journey: 'j',
  subject: 'contact',
  personas: [{ id: 'p', description: 'Who.' }],
  stages: [
    { id: 'a', lifecycle: 'awareness', entry: 'seen' },
    { id: 'b', lifecycle: 'growth' },
  ],
  handOffs: [{ id: 'h', from: 'a', to: 'b' }],
}
const share = { value: 0, low: 0, high: 0.1, numerator: 0, denominator: 40, population: 'x', clusters: 40, note: null }
const measured = { counts: { entered: 0 } } as StageFigures
const counts = { handedOver: 40, accepted: 0, acceptedByWindow: 0, refused: 40, waiting: 0 }
const handOff = {
  id: 'h',
  name: 'H',
  from: 'a',
  to: 'b',
  accepted: share,
  days: [],
  counts,
  reasons: [],
  moreReasons: { reasons: 0, stays: 0 },
}
const figures = {
  stages: [measured, measured],
  subjects: 0,
  instances: 0,
  span: null,
  personaSubjects: new Map(),
  slices: [],
  handOffs: [handOff],
}

describe('[J6] a map of which a part is drawn', () => {
  const map = buildMap(normaliseJourney(spec), 1, { where: {} }, null, figures)

  it('says which stages are measured, and where someone can still move on', () => {
    expect(map.stages.map(isMeasured)).toEqual([true, false])
    expect(map.stages.map((stage) => hasWayOn(map, stage))).toEqual([false, false])
    expect(isOnlyDrawn(map)).toBe(false)
    expect(isOnlyDrawn({ stages: map.stages.slice(1) })).toBe(true)
    expect(map.stages[1]?.lanes).toEqual(emptyLanes)
  })

  it('has no share of a hand-off to such a stage, and no rule of a persona that is only described', () => {
    expect(map.handOffs[0]).toMatchObject({
      accepted: { value: null, low: null, note: 'no figures: one of its stages has no rule yet' },
      counts: { refused: 0 },
    })
    expect(map.journey.personas[0]?.ruleText).toBeNull()
  })
})
