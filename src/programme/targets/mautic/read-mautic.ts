import { unzipSync } from 'fflate'
import { z } from 'zod'
import { AppError } from '../../../core/error.ts'
import { messageCondition } from '../../message-condition.ts'
import { readSequenceValue } from '../contact-field.ts'
import { readLabel } from '../message-label.ts'
import type { ExportFile, ReadBack, ReadMessage } from '../target.ts'

const eventSchema = z.object({
  id: z.number(),
  name: z.string(),
  type: z.string(),
  description: z.string().nullish(),
  trigger_mode: z.string(),
  trigger_interval: z.number().nullable(),
  trigger_interval_unit: z.string().nullable(),
  parent_id: z.number().nullable(),
})

const campaignSchema = z.tuple([
  z.object({
    campaign_event: z.array(eventSchema),
    lists: z.array(z.object({ filters: z.array(z.object({ properties: z.object({ filter: z.string() }) })) })),
  }),
])

type Campaign = z.infer<typeof campaignSchema>[0]
type Event = z.infer<typeof eventSchema>

const unitMs: Readonly<Record<string, number>> = { i: 60_000, h: 3_600_000, d: 86_400_000 }

/** Reads the messages of an export for Mautic, out of its zips. Errors: `invalid` where the files are none. */
export function readMautic(files: readonly ExportFile[]): ReadBack {
  const zips = files.filter(({ path }) => path.startsWith('campaigns/') && path.endsWith('.zip'))
  if (zips.length === 0)
    throw new AppError(
      'invalid',
      `There is no file campaigns/*.zip among the ${files.length} given. Give the folder of an export for Mautic.`,
    )
  const notes: string[] = []
  const messages = zips.flatMap((zip) => {
    const campaign = campaignSchema.safeParse(entryOf(zip))
    if (campaign.success) return readCampaign(campaign.data[0], zip.path, notes)
    notes.push(`${zip.path} is not as an export writes it: ${campaign.error.issues[0]?.message ?? 'unknown shape'}.`)
    return []
  })
  return { messages, notes }
}

/** The JSON inside of a zip; null where there is none. */
function entryOf({ path, content }: ExportFile): unknown {
  if (typeof content === 'string') return null
  try {
    const [entry] = Object.values(unzipSync(content))
    return entry === undefined ? null : JSON.parse(new TextDecoder().decode(entry))
  } catch (error) {
    throw new AppError(
      'invalid',
      `${path} cannot be unpacked: ${error instanceof Error ? error.message : error}. Export it again.`,
      null,
      error,
    )
  }
}

function readCampaign({ campaign_event: events, lists }: Campaign, path: string, notes: string[]): ReadMessage[] {
  const values = lists.flatMap(({ filters }) => filters.map(({ properties }) => properties.filter))
  return events
    .filter(({ type }) => type === 'email.send')
    .flatMap((event): ReadMessage[] => {
      const label = readLabel(event.name)
      if (label === null) {
        notes.push(`"${event.name}" of ${path} does not say which message it is: it was not read.`)
        return []
      }
      return [readMessage(event, label, values, waitedMs(event, events))]
    })
}

function readMessage({ description }: Event, label: { id: string; name: string }, values: readonly string[], ms: number): ReadMessage {
  const none = { ...label, stage: null, persona: null, day: null, delayMs: null, condition: null }
  const [value = '', stage = null] = values
  if (description === 'transactional') return { ...none, kind: 'transactional' }
  if (description === 'friction') return { ...none, kind: 'friction', stage, delayMs: ms }
  const sequence = readSequenceValue(value)
  return { ...none, kind: 'sequence', ...sequence, day: ms / 86_400_000, condition: messageCondition({ kind: 'sequence', sequence }) }
}

/** Ms that an event and those before it wait together. */
function waitedMs(event: Event, events: readonly Event[]): number {
  let sum = 0
  const seen = new Set<number>()
  for (let at: Event | undefined = event; at !== undefined && !seen.has(at.id); at = events.find(({ id }) => id === at?.parent_id)) {
    seen.add(at.id)
    if (at.trigger_mode === 'interval') sum += (at.trigger_interval ?? 0) * (unitMs[at.trigger_interval_unit ?? 'd'] ?? 0)
  }
  return sum
}
