import { z } from 'zod'

/** Who set an event going (rule E6). Only `customer` events are activity; `machine` events enter no figure. */
export const initiators = ['customer', 'company', 'machine'] as const
export type Initiator = (typeof initiators)[number]

/** Stands for "the source gave no sequence": sorts last (rule E3). */
export const noSequence = Number.MAX_SAFE_INTEGER

/**
 * An immutable fact (rule E1). Times are UTC milliseconds since 1970. `objects` names what the event concerns,
 * by type ("contact", "account", "deal", or any other). Property values are kept as text; `id` null asks for a content hash (E2).
 */
export const eventSchema = z.object({
  source: z.string().min(1),
  id: z.string().min(1).nullable(),
  sequence: z.number().int(),
  occurredAt: z.number().int(),
  receivedAt: z.number().int(),
  name: z.string().min(1),
  channel: z.string(),
  touchpoint: z.string(),
  initiator: z.enum(initiators),
  objects: z.record(z.string(), z.array(z.string())),
  properties: z.record(z.string(), z.string()),
})
export type Event = z.infer<typeof eventSchema>

/** A property of an object, known from `validFrom` (UTC ms) on, or `null`: without history, it applies always (rule J4). */
export interface ObjectProperty {
  objectType: string
  objectId: string
  name: string
  value: string
  validFrom: number | null
}

/** "This object belongs to that one since then": contact → account, deal → account, deal → contact (rules E7, E10). `null`: always. */
export interface ObjectLink {
  fromType: string
  fromId: string
  toType: string
  toId: string
  since: number | null
}
