import { z } from 'zod'
import { initiators } from '../model/event.ts'
import { fileFormats } from './file-format.ts'
import { encodings } from './text-encoding.ts'

const column = z.string().min(1).describe('Name of a column (of a nested key: joined by dots).')
const time = z
  .union([column, z.strictObject({ column, format: z.string().optional() })])
  .describe(
    'A column of times. Format: iso, epoch-s, epoch-ms, epoch-us, or a pattern such as DD/MM/YYYY HH:mm. Without: guessed from the first rows.',
  )
const conditions = z.record(column, z.union([z.string(), z.array(z.string()).min(1)]))
const objects = z
  .record(
    z.string().min(1),
    z.union([
      column,
      z.strictObject({
        column,
        empty: z.string().min(1).optional(),
        lowerCase: z.boolean().optional(),
        prefix: z.string().min(1).optional(),
        when: conditions.optional(),
        several: z.boolean().optional(),
        unless: conditions.optional(),
      }),
    ]),
  )
  .describe(
    'Which objects a row names: type (contact, account, deal, anonymous, or any other) → column of its id. empty: the id that an empty cell stands for; ' +
      'lowerCase: capitals do not matter, as in e-mail addresses; prefix, when: only ids that begin so, only where other columns hold one of these values; ' +
      'unless: only where they hold none; several: the cell may hold a JSON list of ids, or of objects with an id.',
  )
const properties = z
  .union([z.enum(['rest', 'none']), z.array(column), z.record(z.string().min(1), column)])
  .describe('Property columns: rest (all that have no other part), none, a list, or name → column.')

const describing = z.record(z.string().min(1), z.union([z.array(column), z.record(z.string().min(1), column)]))

const file = {
  where: conditions.optional().describe('Only rows in which these columns hold one of these values; the others are passed over.'),
  source: z.string().min(1).optional().describe('Name of the source; without: the file’s name.'),
  format: z.enum(fileFormats).optional(),
  encoding: z.enum(encodings).optional(),
  separator: z.string().length(1).optional(),
  header: z.boolean().optional().describe('False: the first row is data; columns are "column 1", "column 2", …'),
  sheet: z.string().min(1).optional().describe('Name of the sheet of a spreadsheet. Without: the first that holds anything.'),
  list: z.string().optional().describe('Path of the list in a JSON file, keys joined by dots. Without: the first list of objects.'),
  timeZone: z.string().optional().describe('Zone of times that name none, e.g. Europe/Amsterdam. Default UTC.'),
}

const eventsBody = {
  id: column.optional().describe('The source’s own id of the event. Without: the content decides (rule E2).'),
  time,
  originalTime: time.optional().describe('With sentAt and receivedAt: the device’s time, corrected for its clock (rule E4).'),
  sentAt: time.optional(),
  receivedAt: time.optional(),
  name: z
    .union([column, z.array(column).min(1)])
    .optional()
    .describe('Column of the event’s name; of several, the first that is filled.'),
  channel: column.optional(),
  touchpoint: column.optional(),
  meanings: z
    .record(
      z.string().min(1),
      z.strictObject({
        name: z.string().min(1).optional(),
        channel: z.string().optional(),
        touchpoint: z.string().optional(),
        initiator: z.enum(initiators).optional(),
      }),
    )
    .optional()
    .describe(
      'What values of the name column stand for: value → name, channel, touchpoint, initiator. A value that is not named stays as it is.',
    ),
  initiator: z
    .union([column, z.strictObject({ column, values: z.record(z.string().min(1), z.enum(initiators)) })])
    .optional()
    .describe('Column of who set the event going; with values where its texts are others than customer, company, machine.'),
  machine: z
    .record(column, z.array(z.string().min(1)).min(1))
    .optional()
    .describe('Rows in whose column one of these texts stands were set going by a machine (rule E6): column → texts.'),
  sequence: column.optional().describe('The source’s own order, whole numbers (rule E3).'),
  origin: z
    .strictObject({ medium: column.optional(), source: column.optional(), referrer: column.optional() })
    .optional()
    .describe('Columns from which the channel rule tells the channel, where the row gives none.'),
  constants: z
    .strictObject({
      name: z.string().min(1).optional(),
      channel: z.string().optional(),
      touchpoint: z.string().optional(),
      initiator: z.enum(initiators).optional(),
    })
    .optional(),
  objects,
  properties: properties.optional(),
  alias: z
    .strictObject({ column, type: z.enum(['contact', 'anonymous']) })
    .optional()
    .describe('A column with another id of the row’s contact, a contact’s or an anonymous one: both are one contact (rule E7).'),
  objectProperties: describing.optional().describe('Columns that describe the object rather than the event: type → columns.'),
  changes: describing.optional().describe('As objectProperties, but what the row says holds from its time on: type → columns.'),
  change: z
    .strictObject({ object: z.string().min(1), name: column, value: column })
    .optional()
    .describe(
      'A history of fields: the property named in one column has the value in another from the row’s time on, also in rows that `where` leaves out.',
    ),
}

const key = objects.describe('The object that a row describes: one type → column of its id.')

const wideBody = {
  key,
  events: z
    .array(
      z.strictObject({
        column,
        format: z.string().optional(),
        name: z.string().min(1),
        when: conditions.optional().describe('Only where these columns hold one of these values.'),
        channel: z.string().optional(),
        touchpoint: z.string().optional(),
        initiator: z.enum(initiators).optional(),
      }),
    )
    .min(1),
  objects: objects.optional(),
  properties: properties.optional(),
}

const propertiesBody = {
  key,
  properties: properties.optional(),
  validFrom: time.optional().describe('From when the row holds. Without: always (rule J4).'),
  objects: objects.optional(),
}

const each = z
  .union([column, z.array(column).min(1)])
  .describe(
    'Path of the list in a row, keys joined by dots; a star stands for one part of the path, whose text is then the column ^key. Several: lists inside of lists.',
  )
const part = { each, where: file.where }

const parts = z
  .array(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('events'), ...part, ...eventsBody }),
      z.strictObject({ kind: z.literal('wide'), ...part, ...wideBody }),
      z.strictObject({ kind: z.literal('properties'), ...part, ...propertiesBody }),
    ]),
  )
  .min(1)
  .optional()
  .describe('Lists inside of rows: each item is a row of its own, in which ^.x is the column x of the row that it is in.')

const eventsSpec = z.strictObject({ kind: z.literal('events'), ...file, ...eventsBody, parts })
const wideSpec = z.strictObject({ kind: z.literal('wide'), ...file, ...wideBody, parts })
const propertiesSpec = z.strictObject({ kind: z.literal('properties'), ...file, ...propertiesBody, parts })

/** A mapping file: how the rows of a file become events, properties and links. */
export const mappingSpecSchema = z.discriminatedUnion('kind', [eventsSpec, wideSpec, propertiesSpec])
export type MappingSpec = z.infer<typeof mappingSpecSchema>
export type EventsSpec = z.infer<typeof eventsSpec>
export type WideSpec = z.infer<typeof wideSpec>
export type PropertiesSpec = z.infer<typeof propertiesSpec>
export type PartSpec = NonNullable<MappingSpec['parts']>[number]
