import { hubspotPresets } from './hubspot.ts'
import { intercomPresets } from './intercom.ts'
import { mailToolPresets } from './mail-tools.ts'
import { marketoPresets } from './marketo.ts'
import { pipedrivePresets } from './pipedrive.ts'
import type { Preset } from './preset.ts'
import { salesforcePresets } from './salesforce.ts'
import { segmentPresets } from './segment.ts'
import { webPresets } from './web-analytics.ts'
import { zendeskPresets } from './zendesk.ts'

/** Every preset, in the order in which a tie is settled. */
export const allPresets: readonly Preset[] = [
  ...salesforcePresets,
  ...hubspotPresets,
  ...segmentPresets,
  ...webPresets,
  ...zendeskPresets,
  ...intercomPresets,
  ...pipedrivePresets,
  ...mailToolPresets,
  ...marketoPresets,
]
