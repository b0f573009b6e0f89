import type { Assignment } from './assignment.ts'
import { eventsOf } from './events-of.ts'
import { sqlText } from './rule-sql.ts'
import { channelRoom, type TouchNames } from './touch-names.ts'

/**
 * The assigned stays with their touches: every customer or company event at a touchpoint or on a channel, placed in the stay
 * it fell in, [start, end), as its code. A stay of no length holds none; an open one none after its deadline.
 */
export function touchedStaysSql(
  { journey, version, horizon, from = 'subject_events' }: Assignment,
  { touchpoints, channels }: TouchNames,
): string {
  const touch = `${codeSql('touchpoint', touchpoints)} * ${channelRoom} + ${codeSql('channel', channels)}`
  const touched = `SELECT id, arraySort(groupArray(touch)) AS touches FROM (
      SELECT s.id AS id, e.touch AS touch
      FROM (SELECT subject, occurredAt, toUInt32(${touch}) AS touch FROM ${from}
        WHERE subjectType = ${sqlText(eventsOf(journey))} AND occurredAt <= ${horizon} AND initiator != 'machine' AND (touchpoint != '' OR channel != '')) AS e
      ASOF INNER JOIN (SELECT subject, startedAt, least(endedAt, deadline) AS until, id FROM stays_assigned WHERE version = ${version} AND endedAt > startedAt) AS s
        ON e.subject = s.subject AND e.occurredAt >= s.startedAt
      WHERE e.occurredAt < s.until
    ) GROUP BY id`
  return `SELECT a.* EXCEPT (touches), t.touches AS touches
    FROM (SELECT * FROM stays_assigned WHERE version = ${version}) AS a LEFT JOIN (${touched}) AS t ON t.id = a.id`
}

function codeSql(column: string, codes: ReadonlyMap<string, number>): string {
  if (codes.size === 0) return '0'
  return `transform(${column}, [${[...codes.keys()].map(sqlText).join(', ')}], [${[...codes.values()].map((code) => `toUInt32(${code})`).join(', ')}], toUInt32(0))`
}
