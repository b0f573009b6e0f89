import { joinPropertiesSql } from '../journeys/as-of-sql.ts'
import { matchTimesSql } from '../journeys/count-matches.ts'
import { eventsOf } from '../journeys/events-of.ts'
import { ruleSql, sqlText } from '../journeys/rule-sql.ts'
import type { Audience } from '../model/campaign-audience.ts'
import type { Journey } from '../model/journey.ts'
import { propertyTestsOf } from '../model/rule.ts'

/** The stays of a campaign that a list shows: those inside its audience, or outside. `periodFrom`: where the period begins (UTC ms), from which on one may be reached. */
export interface CampaignMembers {
  audience: Audience
  inside: boolean
  periodFrom: number
}

/** The same stays, each with `member`: 1 where it is of the audience, judged at its start (rule K2). `stays`: SQL of rows of `stays`; `since`: where their period begins, an expression over `own`. */
export function memberSql(journey: Pick<Journey, 'id' | 'subjectType'>, audience: Audience, stays: string, since: string): string {
  switch (audience.kind) {
    case 'everyone':
      return `SELECT own.*, 1 AS member FROM (${stays}) AS own`
    case 'persona':
      return `SELECT own.*, own.persona IN (${audience.ids.map(sqlText).join(', ')}) AS member FROM (${stays}) AS own`
    case 'subject': {
      const names = propertyTestsOf(audience.when).map(({ name }) => name)
      const properties = joinPropertiesSql(journey.subjectType, names, 'own')
      const holds = ruleSql(
        audience.when,
        (name) => properties.read(name, 'own.startedAt'),
        () => '0',
      )
      return `SELECT own.*, ifNull(${holds}, 0) AS member FROM (${stays}) AS own ${properties.joins}`
    }
    case 'reached': {
      const times = matchTimesSql({ subjectType: journey.subjectType, partition: eventsOf(journey), rule: audience.when })
      return `SELECT own.*, arrayExists(t -> t >= ${since} AND t <= own.startedAt, reached.times) AS member
        FROM (${stays}) AS own LEFT JOIN (${times}) AS reached ON reached.subject = own.subject`
    }
  }
}
