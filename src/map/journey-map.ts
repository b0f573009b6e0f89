import { z } from 'zod'
import { knownReadings, ofPastDay } from './past-day.ts'

/** A share, rate or mean with its 95 % interval (rules M1, M5). `value` null: not enough data, `note` says why. */
export const estimateSchema = z.object({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number(),
  population: z.string(),
  clusters: z.number().nullable(),
  note: z.string().nullable(),
})
export type Estimate = z.infer<typeof estimateSchema>

/** A quantile of time, in days; `value` null with `reached` false: "not reached". */
export const quantileSchema = z.object({
  share: z.number(),
  days: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
})
export type Quantile = z.infer<typeof quantileSchema>

/** The counts of stays of one stage (rule M6): entered = first + advancedIn + returnedIn + resumed + recovered = stillIn + advanced + returned + completed + dropped. */
export const stayCountsSchema = z.object({
  entered: z.number(),
  first: z.number(),
  advancedIn: z.number(),
  returnedIn: z.number(),
  resumed: z.number(),
  recovered: z.number(),
  stillIn: z.number(),
  advanced: z.number(),
  returned: z.number(),
  completed: z.number(),
  dropped: z.number(),
  droppedBySilence: z.number(),
  droppedByExit: z.number(),
  skipped: z.number(),
  underWay: z.number(),
  subjects: z.number(),
})
export type StayCounts = z.infer<typeof stayCountsSchema>

export const verdictSchema = z.enum(['confirmed', 'off', 'unknown'])

/** Reach of one touchpoint or channel: the share of the stage's stays with at least one such touch. */
export const reachSchema = z.object({
  name: z.string(),
  channel: z.string().nullable(),
  stays: z.number(),
  touches: z.number(),
  share: estimateSchema,
  intended: z.boolean(),
})
export type Reach = z.infer<typeof reachSchema>

/** Money per currency (rule M13): amounts of deals now in the stage (`pipeline`), of deals that advanced from it, and won by close day from it. */
export const stageValueSchema = z.object({
  currency: z.string(),
  pipeline: z.number(),
  pipelineDeals: z.number(),
  advanced: z.number(),
  advancedDeals: z.number(),
  won: z.number(),
  wonDeals: z.number(),
})
export type StageValue = z.infer<typeof stageValueSchema>

const cellsSchema = z.array(z.string()).readonly()

export const lanesSchema = z.object({
  goals: cellsSchema,
  actions: cellsSchema,
  questions: cellsSchema,
  concerns: cellsSchema,
  touchpoints: cellsSchema,
  thoughts: cellsSchema,
  emotions: cellsSchema,
  friction: cellsSchema,
  confusion: cellsSchema,
  opportunities: cellsSchema,
})

export const mapStageSchema = z.object({
  id: z.string(),
  name: z.string(),
  index: z.number(),
  lifecycle: z.string(),
  /** Null: the stage is drawn, not measured, and its figures say nothing (rule J6). */
  entryText: z.string().nullable(),
  completedText: z.string().nullable(),
  droppedText: z.string().nullable(),
  reentryText: z.string().nullable(),
  dropAfterDays: z.number().nullable(),
  /** Null: the window ends at a deadline. */
  windowDays: z.number().nullable(),
  /** The deadline by which a stay should convert (rule K7); null: within `windowDays`. */
  until: z.object({ deadline: z.string(), name: z.string(), beforeDays: z.number() }).nullable(),
  lanes: lanesSchema,
  intended: z.object({
    conversion: z.number().nullable(),
    medianDays: z.number().nullable(),
    emotion: z.number().nullable(),
  }),
  counts: stayCountsSchema,
  conversion: z.object({
    /** Aalen–Johansen incidences at the window; the four add to 1 (rule M2). */
    converted: estimateSchema,
    returned: estimateSchema,
    dropped: estimateSchema,
    stillIn: estimateSchema,
    /** Converted / entered with no regard to censoring, named "raw". */
    raw: estimateSchema,
    /** The incidence with inactivity drops not counted as ends. */
    withoutSilence: estimateSchema,
    /** Of a window that ends at a deadline (rule K7), stays: over + stillHasTime + withoutDate = entered − underWay. Null: the window is a time. */
    windows: z.object({ over: z.number(), stillHasTime: z.number(), withoutDate: z.number() }).nullable(),
    verdict: verdictSchema,
    cautions: z.array(z.string()),
  }),
  time: z.object({
    /** Kaplan–Meier of leaving for any reason, at 0.25, 0.5, 0.75 (rule M3). */
    leaving: z.array(quantileSchema),
    /** Time to convert: the incidence over its own value at the window. */
    converting: z.array(quantileSchema),
    /** Days to the last activity of dropped stays, type 7 quantiles. */
    lastActivityOfDropped: z.array(quantileSchema),
    /** Share leaving in each bin of days; the shape on the map. Adds to at most 1. */
    shape: z.array(z.object({ fromDay: z.number(), toDay: z.number(), share: z.number() })),
    verdict: verdictSchema,
    cautions: z.array(z.string()),
  }),
  touchpoints: z.array(reachSchema),
  channels: z.array(reachSchema),
  value: z.array(stageValueSchema),
  /** Dots by the stage's name: which kinds of evidence stand behind the column (numbers, what people wrote, voices). */
  evidence: z.array(z.object({ kind: z.enum(['numbers', 'people', 'voices']), state: z.enum(['none', 'some']) })),
})
export type MapStage = z.infer<typeof mapStageSchema>

/**
 * Which stays a map counts: of one persona, of the period [from, to) (UTC ms), with these property values as of stage entry (rules M11, M12).
 * `period`: `entered` (also when absent) counts the stays entered in it, followed to the horizon; `lived` what happened in it.
 */
export const filterSchema = z.object({
  persona: z.string().optional(),
  from: z.number().int().optional(),
  to: z.number().int().optional(),
  period: z.enum(['entered', 'lived']).optional(),
  /** Instead of `from` and `to`: the period before a day of a deadline, as in "open-day:2025" (rule K8), which is `beforeDays` long, 56 if absent. */
  anchor: z.string().optional(),
  beforeDays: z.number().int().min(1).max(3660).optional(),
  /** A past day, like "2025-06-30" (rule L4), to its last instant in `timeZone` (UTC if absent); `known`: `now` if absent. `version`: an older definition for that day. */
  asOf: z.string().optional(),
  known: z.enum(knownReadings).optional(),
  timeZone: z.string().optional(),
  version: z.number().int().min(1).optional(),
  /** Conditions by property, as `readCondition` reads them: "pro,team", "!pro", ">=50". */
  where: z.record(z.string(), z.string()).default({}),
  /** Those of the period whom persona, segment and properties do not choose (rule M12). */
  others: z.boolean().optional(),
  /** The id of a saved segment, whose persona and conditions hold beside these. */
  segment: z.string().optional(),
})
export type Filter = z.infer<typeof filterSchema>

/** What became of the instances handed over in one hand-off (rule M10). */
export const handOverCountsSchema = z.object({
  handedOver: z.number(),
  accepted: z.number(),
  acceptedByWindow: z.number(),
  refused: z.number(),
  waiting: z.number(),
})
export type HandOverCounts = z.infer<typeof handOverCountsSchema>

/** The whole map as plain data: definition and figures, nothing else is needed to draw it. */
export const journeyMapSchema = z.object({
  ...ofPastDay,
  journey: z.object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    version: z.number(),
    subjectType: z.string(),
    /** `ruleText` null: described only, nobody is known to be one. */
    personas: z.array(
      z.object({ id: z.string(), name: z.string(), description: z.string(), ruleText: z.string().nullable(), subjects: z.number() }),
    ),
    /** Subject properties a map can be sliced by, with their commonest values. */
    slices: z.array(z.object({ property: z.string(), values: z.array(z.string()) })),
    /** The deadlines of the definition (rule K6), with their days (2025-05-17) from the first year of the data to the year after the last. */
    deadlines: z.array(z.object({ id: z.string(), name: z.string(), timeZone: z.string(), text: z.string(), days: z.array(z.string()) })),
  }),
  filter: filterSchema,
  subjects: z.number(),
  instances: z.number(),
  /** First and last instant that any figure uses (UTC ms); `horizon` is rule V6. Null before any data. */
  span: z.object({ from: z.number(), horizon: z.number() }).nullable(),
  refreshedAt: z.number().nullable(),
  stages: z.array(mapStageSchema),
  handOffs: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      from: z.string(),
      to: z.string(),
      accepted: estimateSchema,
      days: z.array(quantileSchema),
      /** Instances (M10): handedOver = accepted + refused + waiting; `acceptedByWindow`: those of the accepted that were so within the window. */
      counts: handOverCountsSchema,
      /** The commonest, each with the stays that hold it. */
      reasons: z.array(z.object({ reason: z.string(), count: z.number() })),
      /** How many reasons are left out of `reasons`, and the stays that hold at least one of these. */
      moreReasons: z.object({ reasons: z.number(), stays: z.number() }),
    }),
  ),
})
export type JourneyMap = z.infer<typeof journeyMapSchema>

/** Everything a stage's drawer shows beyond the map. */
export const stageDetailSchema = z.object({
  ...ofPastDay,
  stage: mapStageSchema,
  /** Share still in the stage by day, with the band; and each cause's incidence. */
  curve: z.array(
    z.object({
      day: z.number(),
      still: z.number(),
      low: z.number().nullable(),
      high: z.number().nullable(),
      converted: z.number(),
      returned: z.number(),
      dropped: z.number(),
      atRisk: z.number(),
    }),
  ),
  /** Rule M4: exits in [day, day+1) / stay-days lived in it, by cause. Ends where fewer than 5 are at risk. */
  daily: z.array(
    z.object({
      day: z.number(),
      atRiskDays: z.number(),
      advanced: z.number(),
      completed: z.number(),
      returned: z.number(),
      dropped: z.number(),
    }),
  ),
  /** Entries by calendar month (UTC) with the conversion of each cohort. */
  trend: z.array(z.object({ month: z.string(), entered: z.number(), converted: estimateSchema })),
  /**
   * Of a window that ends at a deadline: the last intakes side by side, by weeks before the end of the window, from the earliest to week 0, the last (rule K8);
   * `day` is the deadline's, `over` false: weeks yet to come are left out. Empty elsewhere.
   */
  intakes: z.array(
    z.object({
      day: z.string(),
      over: z.boolean(),
      weeks: z.array(z.object({ week: z.number(), entered: z.number(), converted: z.number() })),
    }),
  ),
  /** Where stays go next (rule M6, next-step). */
  next: z.array(z.object({ to: z.string(), how: z.string(), stays: z.number(), share: estimateSchema })),
})
export type StageDetail = z.infer<typeof stageDetailSchema>

/** Cumulative funnel over instances (rule M6): "any" = this stage or a later one, "all" = this and every earlier one. */
export const funnelSchema = z.object({
  ...ofPastDay,
  population: z.string(),
  instances: z.number(),
  running: z.number(),
  stages: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      any: estimateSchema,
      all: estimateSchema,
      anyRunning: z.number(),
      allRunning: z.number(),
    }),
  ),
})
export type Funnel = z.infer<typeof funnelSchema>

/** Sets of instances behind the cumulative funnel (rule M6), each called as its figure. */
export const funnelSets = ['instances', 'running', 'any', 'all', 'anyRunning', 'allRunning'] as const

/** Sets of instances behind the counts of a hand-off (rule M10), each called as its figure. */
export const handOverSets = ['handedOver', 'accepted', 'acceptedByWindow', 'refused', 'waiting'] as const

/**
 * The sets whose members a figure can open (rule M7): stays, and instances for the funnel's and a hand-off's. The set of a touchpoint, channel or signal (as `signalName` writes it) also names it,
 * that of a hand-off the hand-off's id, that of a reason both the hand-off's id and the reason.
 */
export const subjectSets = [
  'entered',
  'first',
  'advancedIn',
  'returnedIn',
  'resumed',
  'recovered',
  'stillIn',
  'advanced',
  'returned',
  'completed',
  'dropped',
  'droppedBySilence',
  'droppedByExit',
  'converted',
  'convertedByWindow',
  'windowOver',
  'stillHasTime',
  'withoutDate',
  'counted',
  'pipeline',
  'advancedDeals',
  'won',
  'skipped',
  'underWay',
  'touchpoint',
  'channel',
  'signal',
  ...funnelSets,
  ...handOverSets,
  'reason',
  'moreReasons',
] as const
export const subjectSetSchema = z.enum(subjectSets)
export type SubjectSet = z.infer<typeof subjectSetSchema>

/**
 * One stay behind a figure; `leftAt` null: still in. Of a funnel's set one instance: from its first stay to the end of its last, with that one's ending.
 * Of a hand-off's set one instance from its first entry of the stage handed from until it was accepted or refused, as its ending says.
 */
export const stayRowSchema = z.object({
  subject: z.string(),
  account: z.string(),
  persona: z.string(),
  instance: z.number(),
  enteredAt: z.number(),
  leftAt: z.number().nullable(),
  openedBy: z.string(),
  ending: z.string(),
  days: z.number(),
  underWay: z.boolean(),
})
export type StayRow = z.infer<typeof stayRowSchema>
/** The people behind a figure: `total` subjects, and `stays` rows in all, which are stays or instances as `unit` says; the figure counts these. */
export const subjectListSchema = z.object({
  ...ofPastDay,
  total: z.number(),
  stays: z.number(),
  unit: z.enum(['stays', 'instances']),
  rows: z.array(stayRowSchema),
})
export type SubjectList = z.infer<typeof subjectListSchema>

/** One subject's stays, and its events with the stage each fell in (null: in no stage). */
export const timelineSchema = z.object({
  ...ofPastDay,
  /** Of an id that was merged with others: the contact that it stands for (rule E7). */
  subject: z.string(),
  subjectType: z.string(),
  /** The other ids of a contact. */
  alsoKnownAs: z.array(z.string()),
  properties: z.array(z.object({ name: z.string(), value: z.string(), validFrom: z.number().nullable() })),
  stays: z.array(stayRowSchema.extend({ stage: z.string(), stageName: z.string() })),
  events: z.array(
    z.object({
      occurredAt: z.number(),
      name: z.string(),
      channel: z.string(),
      touchpoint: z.string(),
      initiator: z.string(),
      source: z.string(),
      stage: z.string().nullable(),
      properties: z.record(z.string(), z.string()),
    }),
  ),
  moreEvents: z.boolean(),
  /** The newest are shown. */
  moreStays: z.boolean(),
})
export type Timeline = z.infer<typeof timelineSchema>
