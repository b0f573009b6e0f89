const text = { type: 'string', minLength: 1 }
const uuid = { type: 'string', pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' }
const whole = { type: 'integer', minimum: 0 }

/** An object with exactly these members, some of them optional. */
function exactly(properties: Record<string, object>, optional: readonly string[] = []) {
  return {
    type: 'object',
    properties,
    required: Object.keys(properties).filter((name) => !optional.includes(name)),
    additionalProperties: false,
  }
}

const delay = {
  oneOf: [
    exactly({ type: { const: 'Second' }, seconds: whole }),
    exactly({
      type: { const: 'LocalTime' },
      hour: { ...whole, maximum: 23 },
      minute: { ...whole, maximum: 59 },
      allowedDaysOfWeek: { type: 'array', items: { ...whole, maximum: 6 }, uniqueItems: true },
    }),
    exactly({ type: { const: 'UserProperty' }, userProperty: uuid, offsetSeconds: whole, offsetDirection: { enum: ['after', 'before'] } }, [
      'offsetSeconds',
      'offsetDirection',
    ]),
  ],
}

const node = {
  oneOf: [
    exactly({ id: text, type: { const: 'DelayNode' }, variant: delay, child: text }),
    exactly({
      id: text,
      type: { const: 'WaitForNode' },
      timeoutSeconds: whole,
      timeoutChild: text,
      segmentChildren: { type: 'array', items: exactly({ id: text, segmentId: uuid }) },
    }),
    exactly({
      id: text,
      type: { const: 'SegmentSplitNode' },
      variant: exactly({ type: { const: 'Boolean' }, segment: uuid, trueChild: text, falseChild: text }),
    }),
    exactly(
      {
        id: text,
        type: { const: 'MessageNode' },
        name: text,
        subscriptionGroupId: text,
        variant: exactly({ type: { const: 'Email' }, templateId: uuid }),
        skipOnFailure: { type: 'boolean' },
        child: text,
      },
      ['subscriptionGroupId', 'name'],
    ),
  ],
}

const trait = exactly({
  type: { const: 'Trait' },
  id: text,
  path: text,
  operator: exactly({ type: { enum: ['Equals', 'NotEquals'] }, value: { type: 'string' } }),
})

/** What Dittofeed's admin API takes, by the folder of the file, written from its sources: no rate limit node, ids that are UUIDs of version 4. */
export const dittofeedSchemas: Readonly<Record<string, object>> = {
  'journeys/': exactly({
    workspaceId: text,
    id: uuid,
    name: text,
    status: { const: 'NotStarted' },
    canRunMultiple: { type: 'boolean' },
    definition: exactly({
      entryNode: {
        oneOf: [
          exactly({ type: { const: 'EntryNode' }, segment: uuid, child: text, reEnter: { type: 'boolean' } }),
          exactly({ type: { const: 'EventEntryNode' }, event: text, child: text }),
        ],
      },
      exitNode: exactly({ type: { const: 'ExitNode' } }),
      nodes: { type: 'array', minItems: 1, items: node },
    }),
  }),
  'segments/': exactly({
    workspaceId: text,
    id: uuid,
    name: text,
    definition: exactly({
      entryNode: exactly({ type: { enum: ['And', 'Or'] }, id: text, children: { type: 'array', minItems: 1, items: text } }),
      nodes: { type: 'array', minItems: 1, items: trait },
    }),
  }),
  'templates/': exactly({
    workspaceId: text,
    id: uuid,
    name: text,
    definition: exactly(
      {
        type: { const: 'Email' },
        from: text,
        subject: text,
        body: text,
        replyTo: text,
        headers: { type: 'array', items: exactly({ name: text, value: text }) },
      },
      ['replyTo', 'headers'],
    ),
  }),
  'user-properties/': exactly({ workspaceId: text, id: uuid, name: text, definition: exactly({ type: { const: 'Trait' }, path: text }) }),
}
