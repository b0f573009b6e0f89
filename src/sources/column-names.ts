/** What a column may be for, by the names that tools commonly give it. Order is preference. Names are compared by `plainName`. */
export const columnNames = {
  time: [
    ...[
      'time_timestamp',
      'timestamp',
      'occurred_at',
      'occurredat',
      'event_time',
      'eventtime',
      'event_timestamp',
      'originaltimestamp',
      'original_timestamp',
      'datetime',
    ],
    ...[
      'date_time',
      'time',
      'created_at',
      'createdat',
      'complete_timestamp',
      'end_time',
      'start_timestamp',
      'start_time',
      'activity_date',
      'event_date',
      'date',
      'ts',
      'created',
    ],
  ],
  originalTime: ['originaltimestamp', 'original_timestamp'],
  sentAt: ['sentat', 'sent_at'],
  receivedAt: ['receivedat', 'received_at'],
  name: [
    'concept_name',
    'activity',
    'activity_name',
    'event',
    'event_name',
    'eventname',
    'action',
    'event_type',
    'eventtype',
    'type',
    'name',
  ],
  id: ['event_id', 'eventid', 'message_id', 'messageid', 'insert_id', 'activity_instance_id', 'uuid', 'guid', 'id'],
  channel: ['channel', 'channel_name'],
  touchpoint: ['touchpoint', 'touch_point', 'touchpoint_name'],
  initiator: ['initiator'],
  sequence: ['sequence', 'seq', 'event_order', 'order', 'sequence_number'],
  medium: ['utm_medium', 'context_campaign_medium', 'medium'],
  originSource: ['utm_source', 'context_campaign_source', 'traffic_source'],
  referrer: ['referrer', 'referer', 'context_page_referrer', 'page_referrer', 'http_referer'],
  status: ['deal_stage', 'stage', 'stage_name', 'stagename', 'status', 'outcome', 'state'],
  validFrom: ['valid_from', 'validfrom', 'effective_from', 'effective_date'],
} as const

/** Columns that hold the id of an object, by its type. */
export const objectNames: Readonly<Record<string, readonly string[]>> = {
  contact: [
    ...[
      'contact_id',
      'contactid',
      'contact',
      'user_id',
      'userid',
      'person_id',
      'lead_id',
      'leadid',
      'prospect_id',
      'customer_id',
      'customerid',
      'subscriber_id',
      'client_id',
      'clientid',
      'member_id',
      'memberid',
      'personid',
    ],
    ...['distinct_id', 'email', 'email_address'],
  ],
  anonymous: ['anonymous_id', 'anonymousid', 'visitor_id', 'device_id', 'cookie_id'],
  account: [
    ...[
      'account_id',
      'accountid',
      'account',
      'company_id',
      'companyid',
      'company',
      'organization_id',
      'organisation_id',
      'org_id',
      'group_id',
      'groupid',
    ],
    ...['context_groupid', 'tenant_id', 'workspace_id', 'account_name', 'company_name'],
  ],
  deal: ['deal_id', 'dealid', 'deal', 'opportunity_id', 'opportunityid', 'opportunity'],
  case: ['case_concept_name', 'case_id', 'caseid', 'case', 'trace_id', 'case_key'],
  ticket: ['ticket_id', 'ticketid', 'conversation_id'],
}

/** Columns that hold the id of a contact only where their values look like ids: else it may be a name, a role or a firm. */
const personNames = ['user', 'customer', 'client', 'member', 'person', 'lead'] as const

/** The columns that may name people, by their names, the likeliest first. */
export function personColumns(columns: readonly string[]): string[] {
  return personNames.map((name) => columnNamed(columns, [name])).filter((column) => column !== null)
}

/** True where all values of a column are short single words and most have a digit or are addresses, as ids do. */
export function looksLikeIds(values: readonly string[]): boolean {
  const filled = values.filter((value) => value !== '')
  const telling = filled.filter((value) => /[\d@]/.test(value)).length
  return filled.length > 0 && filled.every((value) => /^\S{1,64}$/.test(value)) && telling * 10 >= filled.length * 9
}

/** A column's name for comparison: lower case, everything but letters and digits as one underscore. */
export function plainName(column: string): string {
  return column
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
}

/** The column whose name stands earliest in `names`; null where none does. */
export function columnNamed(columns: readonly string[], names: readonly string[]): string | null {
  const plain = columns.map(plainName)
  for (const name of names) {
    const index = plain.indexOf(name)
    if (index >= 0) return columns[index] ?? null
  }
  return null
}
