import { sqlText } from '../journeys/rule-sql.ts'
import { channelRoom } from '../journeys/touch-names.ts'
import type { SubjectList, SubjectSet } from '../map/journey-map.ts'
import { isFunnelSet, isHandOverSet, unitOf } from '../map/set-kind.ts'
import { readSignalName } from '../map/shown-signal.ts'
import type { Until } from '../model/deadline.ts'
import type { HandOff } from '../model/journey.ts'
import { never } from '../store/event-tables.ts'
import { staysOfSignalSql } from './friction-signals.ts'
import { staysOfReasonSql } from './hand-off-reasons.ts'
import { funnelRowsSql, handOverRowsSql } from './instance-list.ts'
import { dayMs, type Population } from './measure.ts'
import { ownEndSql } from './own-window.ts'
import { asEntered, isLived } from './period.ts'
import { staysOfSql } from './population-sql.ts'
import { dealsAtStagesSql, type ValueSet } from './value.ts'

/** Which stays of a stage a figure counts (M7): the same conditions as in the counts, so that a list is never longer or shorter than its figure. */
function setSql(set: SubjectSet, name: string): string {
  const openings = { first: 'first', advancedIn: 'advanced', returnedIn: 'returned', resumed: 'resumed', recovered: 'recovered' } as const
  const endings = {
    stillIn: 'open',
    advanced: 'advanced',
    returned: 'returned',
    completed: 'completed',
    droppedBySilence: 'droppedBySilence',
    droppedByExit: 'droppedByExit',
  } as const
  if (set in openings) return `openedBy = '${openings[set as keyof typeof openings]}'`
  if (set in endings) return `ending = '${endings[set as keyof typeof endings]}'`
  switch (set) {
    case 'dropped':
      return `ending IN ('droppedBySilence', 'droppedByExit')`
    case 'converted':
      return `ending IN ('advanced', 'completed')`
    case 'underWay':
      return 'underWay = 1'
    case 'counted':
      return 'underWay = 0'
    case 'touchpoint':
      return `endedAt > startedAt AND has(arrayMap(t -> intDiv(t, ${channelRoom}), touches), ${codeOf('touchpoint', name)})`
    case 'channel':
      return `endedAt > startedAt AND has(arrayMap(t -> t % ${channelRoom}, touches), ${codeOf('channel', name)})`
    default:
      return '1'
  }
}

/** Sets of stays whose deals make a sum of money. */
const dealSets: Partial<Record<SubjectSet, ValueSet>> = { pipeline: 'pipeline', advancedDeals: 'advanced', won: 'won' }

/** The code of a touchpoint or channel; one that no touch has where the name is unknown. */
function codeOf(kind: string, name: string): string {
  return `ifNull((SELECT code FROM touch_names WHERE kind = '${kind}' AND name = ${sqlText(name)}), ${2 ** 32 - 1})`
}

/** `name`: of the touchpoint, channel or signal, or the id of the hand-off; `reason`: of the set that is called so. Both are empty elsewhere. */
export interface SubjectListQuery {
  stage: number
  set: SubjectSet
  name: string
  reason: string
  limit: number
  offset: number
}

/** The rows behind a figure: instances where it counts these, else stays. */
function rowsSql(population: Population, query: SubjectListQuery): string {
  const { set, stage, name } = query
  if (isFunnelSet(set)) return funnelRowsSql(population, set, stage)
  if (isHandOverSet(set)) return handOverRowsSql(population, set, handOffOf(population, name))
  return `SELECT subject, account, persona, instance, startedAt AS enteredAt, if(endedAt = ${never}, NULL, endedAt) AS leftAt, openedBy, ending,
      (least(endedAt, ${population.horizon}) - startedAt) / ${dayMs} AS days, underWay, position
    FROM (${membersSql(population, query)})`
}

function handOffOf({ journey }: Population, id: string): HandOff {
  const found = journey.handOffs.find((handOff) => handOff.id === id)
  if (found === undefined) throw new Error(`journey ${journey.id} has no hand-off ${id}`)
  return found
}

/** The stays of a stage in a set; of `skipped`, the stays whose opening jumped over the stage. */
function membersSql(population: Population, { stage, set, name, reason }: SubjectListQuery): string {
  const stays = staysOfSql(population)
  if (set === 'reason' || set === 'moreReasons') {
    const held = staysOfReasonSql(population, handOffOf(population, name), set === 'reason' ? reason : null)
    return `SELECT * FROM (${stays}) WHERE stage = ${stage} AND (subject, instance, position) IN (${held})`
  }
  if (set === 'signal') {
    const signal = readSignalName(name)
    return `SELECT * FROM (${stays}) WHERE stage = ${stage} AND ${signal === null ? '0' : `id IN (${staysOfSignalSql(population, stage, signal)})`}`
  }
  const deals = dealSets[set]
  if (deals) {
    const placed = `SELECT subject, startedAt FROM (${dealsAtStagesSql(population, deals)}) WHERE stage = ${stage}`
    return `SELECT * FROM (${stays}) WHERE stage = ${stage} AND (subject, startedAt) IN (${placed})`
  }
  const until = population.journey.stages[stage - 1]?.until ?? null
  if (set === 'windowOver' || set === 'stillHasTime' || set === 'withoutDate' || (set === 'convertedByWindow' && until !== null)) {
    return until === null ? `SELECT * FROM (${stays}) WHERE 0` : byDeadlineSql(population, until, stage, set)
  }
  if (set === 'convertedByWindow') {
    const window = population.journey.stages[stage - 1]?.windowMs ?? 0
    const { filter } = population
    const seen = isLived(filter) && filter.to !== undefined ? ` AND endedAt < ${filter.to}` : ''
    return `SELECT * FROM (${stays}) WHERE stage = ${stage} AND underWay = 0 AND ${setSql('converted', name)} AND endedAt - startedAt <= ${window}${seen}`
  }
  if (set === 'skipped') return `SELECT * FROM (${stays}) WHERE bitAnd(skipped, ${2 ** stage}) != 0`
  return `SELECT * FROM (${stays}) WHERE stage = ${stage} AND ${setSql(set, name)}`
}

/** The stays of a stage by what became of their own windows (K7), as cohorts. */
function byDeadlineSql(population: Population, until: Until, stage: number, set: SubjectSet): string {
  const { horizon } = population
  const over = `ownEnd > 0 AND ownEnd <= ${horizon}`
  const conditions: Partial<Record<SubjectSet, string>> = {
    windowOver: over,
    stillHasTime: `ownEnd > ${horizon}`,
    withoutDate: 'ownEnd = 0',
    convertedByWindow: `${over} AND ${setSql('converted', '')} AND endedAt <= ownEnd`,
  }
  return `SELECT * FROM (SELECT *, ${ownEndSql(until, horizon)} AS ownEnd FROM (${staysOfSql(asEntered(population))}) WHERE stage = ${stage} AND underWay = 0)
    WHERE ${conditions[set]}`
}

/** The page of rows behind a figure, newest first. */
export function subjectListSql(population: Population, query: SubjectListQuery): string {
  return `SELECT subject, account, persona, instance, enteredAt, leftAt, openedBy, ending, days, underWay = 1 AS underWay
    FROM (${rowsSql(population, query)}) ORDER BY enteredAt DESC, subject, instance, position DESC LIMIT ${query.limit} OFFSET ${query.offset}`
}

/** How many subjects and rows stand behind a figure. */
export function subjectTotalsSql(population: Population, query: SubjectListQuery): string {
  return `SELECT uniqExact(subject) AS total, count() AS stays FROM (${rowsSql(population, query)})`
}

export function shapeSubjectList(
  set: SubjectSet,
  totals: { total: number; stays: number } | undefined,
  rows: readonly (Omit<SubjectList['rows'][number], 'underWay'> & { underWay: number })[],
): SubjectList {
  const listed = rows.map((row) => ({ ...row, underWay: Boolean(row.underWay) }))
  return { total: totals?.total ?? 0, stays: totals?.stays ?? 0, unit: unitOf(set), rows: listed }
}
