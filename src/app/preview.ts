import type { JourneyMap } from '../map/journey-map.ts'
import type { JourneyFinding } from '../model/journey-finding.ts'

/** What a definition would show before it is kept; `map` is null where a finding is an error. */
export interface Preview {
  map: JourneyMap | null
  findings: JourneyFinding[]
}

/** How many subjects, and at how many events, meet a rule; `events` is null of a rule that waits for no event. */
export interface RuleCount {
  subjects: number
  events: number | null
}
