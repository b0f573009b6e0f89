/** One thing that happens, told apart from others: an event name, at one touchpoint where a name has many, or with one value of a stage-like property. */
export interface DraftItem {
  /** Stands for the item in an arrangement; the same for the same data, whatever their order. */
  key: string
  name: string
  touchpoint: string | null
  property: { name: string; value: string } | null
}

/** One event of a subject's trace. */
export interface TraceEvent {
  /** UTC ms. */
  at: number
  /** The place of its item in `items`. */
  item: number
  /** By the customer, not by the company (rule E6). */
  customer: boolean
}

/** The events of one subject in the order of rule E3, and what is known of it: values by the place in `properties`, null where none. */
export interface Trace {
  events: readonly TraceEvent[]
  values: readonly (string | null)[]
}

/** A type of object that events concern. `cases` have two events or more. */
export interface SubjectTypeCount {
  type: string
  objects: number
  cases: number
  events: number
}

/** What deals carry and how they end, from their properties and own events. */
export interface DealEvidence {
  properties: readonly { name: string; values: number; numbers: number; codes: number; distinct: number }[]
  /** Names of events of deals: in how many deals, and in how many it is the last. */
  events: readonly { name: string; deals: number; last: number }[]
}

/** Everything a draft is made from: the traces of one type of subject, or of a sample of them. */
export interface DraftEvidence {
  subjectType: string
  types: readonly SubjectTypeCount[]
  /** Subjects with events, all and read. `oneIn` subjects one was read, chosen by the hash of its id. */
  subjects: number
  oneIn: number
  /** Names that too few subjects have to be read, with a count of how many more there are. */
  namesLeftOut: number
  /** UTC ms; 0 without events. */
  horizon: number
  items: readonly DraftItem[]
  traces: readonly Trace[]
  properties: readonly string[]
  deals: DealEvidence | null
}
