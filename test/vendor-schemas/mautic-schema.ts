const text = { type: 'string', minLength: 1 }
const id = { type: 'integer', minimum: 1 }
const uuid = { type: 'string', format: 'uuid', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }
const nullable = (schema: object) => ({ anyOf: [schema, { type: 'null' }] })
const clock = { type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' }

/** An object with at least these members. */
function having(properties: Record<string, object>) {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
}

const timing = {
  trigger_mode: { enum: ['immediate', 'interval'] },
  trigger_interval: { type: 'integer', minimum: 0 },
  trigger_interval_unit: { enum: ['i', 'h', 'd', 'm', 'y'] },
  trigger_date: { type: 'null' },
  trigger_hour: { type: 'null' },
  triggerRestrictedStartHour: nullable(clock),
  triggerRestrictedStopHour: nullable(clock),
  triggerRestrictedDaysOfWeek: { type: 'array', items: { type: 'integer', minimum: 0, maximum: 6 }, uniqueItems: true },
}

const event = having({
  id,
  campaign_id: id,
  uuid,
  name: text,
  description: { type: 'string' },
  type: { enum: ['lead.field_value', 'email.send'] },
  event_type: { enum: ['condition', 'action'] },
  event_order: id,
  properties: { type: 'object' },
  ...timing,
  decisionPath: { enum: ['', 'yes', 'no'] },
  channel: nullable(text),
  channel_id: nullable(id),
  parent_id: nullable(id),
})

const canvas = having({
  nodes: { type: 'array', items: having({ id: { anyOf: [id, { const: 'lists' }] }, positionX: text, positionY: text }) },
  connections: {
    type: 'array',
    items: having({
      sourceId: { anyOf: [id, { const: 'lists' }] },
      targetId: id,
      anchors: having({ source: text, target: { const: 'top' } }),
    }),
  },
})

const email = having({
  id,
  uuid,
  name: text,
  subject: text,
  custom_html: text,
  email_type: { const: 'template' },
  lang: text,
  from_name: nullable(text),
  from_address: nullable(text),
  reply_to_address: nullable(text),
})

const filter = having({
  glue: { const: 'and' },
  field: text,
  object: { const: 'lead' },
  type: text,
  operator: text,
  properties: having({ filter: text }),
})

/** The JSON that Mautic 7 imports as a campaign, written from the shape that its export has: one object, every group of dependencies in one. */
export const mauticSchema = {
  type: 'array',
  minItems: 1,
  maxItems: 1,
  items: having({
    campaign: {
      type: 'array',
      minItems: 1,
      maxItems: 1,
      items: having({ id, uuid, name: text, description: { type: 'string' }, is_published: { const: false }, canvas_settings: canvas }),
    },
    campaign_event: { type: 'array', minItems: 1, items: event },
    email: { type: 'array', minItems: 1, items: email },
    lists: { type: 'array', minItems: 1, items: having({ id, uuid, name: text, alias: text, filters: { type: 'array', items: filter } }) },
    dependencies: {
      type: 'array',
      minItems: 1,
      maxItems: 1,
      items: having({ campaign_event: { type: 'array', items: { type: 'object' } }, lists: { type: 'array', items: { type: 'object' } } }),
    },
  }),
}
