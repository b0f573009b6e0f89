import type { JourneyMap } from '../../map/journey-map.ts'
import type { View } from '../shell/address.ts'
import { EmotionCell } from './emotion-cell.tsx'
import type { Lane } from './map-context.ts'
import { ReachCell } from './reach-cell.tsx'
import { TimeCell } from './time-cell.tsx'
import { TouchpointCell } from './touchpoint-cell.tsx'
import { ValueCell } from './value-cell.tsx'
import { WordsCell } from './words-cell.tsx'

function words(id: string, name: string, hint: string, parts: Lane['words'], expected = true): Lane {
  return { id, name, hint, words: parts, expected, Cell: WordsCell }
}

/** All rows, from top to bottom. */
export const lanes: readonly Lane[] = [
  { id: 'reach', name: 'Reach the next stage', hint: 'within the window, 95 % interval', words: [], expected: true, Cell: ReachCell },
  { id: 'time', name: 'Time in stage', hint: 'until they leave it', words: [], expected: true, Cell: TimeCell },
  words('goals', 'Goal', 'what they want to get done', ['goals']),
  words('actions', 'Actions', 'what they do', ['actions']),
  { id: 'touchpoints', name: 'Touchpoints', hint: 'share of stays that met it', words: [], expected: true, Cell: TouchpointCell },
  words('questions', 'Questions & concerns', 'what they ask themselves', ['questions', 'concerns']),
  words('thoughts', 'Thoughts', 'what goes through their mind', ['thoughts'], false),
  { id: 'emotion', name: 'Emotion', hint: '−2 … +2', words: ['emotions'], expected: true, Cell: EmotionCell },
  words('friction', 'Friction & confusion', 'what holds them up', ['friction', 'confusion']),
  { id: 'value', name: 'Value', hint: 'open now, and won', words: [], expected: false, Cell: ValueCell },
  words('opportunities', 'Opportunities', 'where something should improve', ['opportunities']),
]

/** The rows of a map that hold something, or that a well-made map has. */
export function lanesOf(map: JourneyMap): readonly Lane[] {
  return lanes.filter((lane) => {
    if (lane.expected) return true
    if (lane.id === 'value') return map.stages.some((stage) => stage.value.length > 0)
    return map.stages.some((stage) => lane.words.some((part) => stage.lanes[part].length > 0))
  })
}

/** The rows an address hides. */
export function hiddenLanes(hide: string | undefined): ReadonlySet<string> {
  return new Set(hide?.split(',').filter(Boolean))
}

/** True for a row that only repeats what the team wrote. */
export function isAssumed(lane: Lane): boolean {
  return lane.words.length > 0 && lane.id !== 'emotion'
}

/** Whether a row says anything in a view: what only the team wrote is not "actual", and money is not "intended". */
export function isShown(lane: Lane, view: View): boolean {
  if (view === 'actual') return !isAssumed(lane)
  return view === 'gap' || lane.id !== 'value'
}
