import { hubspotPresets } from './hubspot.ts'
import type { Preset } from './preset.ts'
import { salesforcePresets } from './salesforce.ts'

/** Every preset, in the order in which a tie is settled. */
export const allPresets: readonly Preset[] = [...salesforcePresets, ...hubspotPresets]
