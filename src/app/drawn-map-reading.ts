import type { JourneyMap } from '../map/journey-map.ts'
import type { JourneyFinding } from '../model/journey-finding.ts'
import type { DrawnOptions, DrawnRow } from '../sources/drawn-map.ts'

/** A table to be read as a drawn map. `id` null: made from the name, and of no journey that is there. */
export interface DrawnMapRequest extends Pick<DrawnOptions, 'id' | 'name' | 'transposed' | 'lanes' | 'fallbackName'> {
  /** Whose journey; null: contact, unless the data hold none. */
  subject: string | null
  rows: readonly (readonly string[])[]
  notes: readonly string[]
}

/** A definition that is not kept yet, how it came about, and what it looks like; `map` null where a finding is an error. */
export interface DrawnMapReading {
  text: string
  journey: string
  map: JourneyMap | null
  findings: JourneyFinding[]
  rows: readonly DrawnRow[]
  transposed: boolean
  notes: readonly string[]
}
