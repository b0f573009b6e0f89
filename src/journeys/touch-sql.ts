import type { Assignment } from './assignment.ts'
import { sqlText } from './rule-sql.ts'

/**
 * The assigned stays with their touches: every customer or company event at a touchpoint or on a channel, placed in the stay
 * it fell in, [start, end), counted by touchpoint and channel. A stay of no length holds none.
 */
export function touchedStaysSql({ journey, version, horizon }: Assignment): string {
  const touched = `SELECT subject, startedAt, groupArray((touchpoint, channel, times)) AS touches FROM (
      SELECT s.subject AS subject, s.startedAt AS startedAt, e.touchpoint AS touchpoint, e.channel AS channel, toUInt32(count()) AS times
      FROM (SELECT subject, occurredAt, touchpoint, channel FROM subject_events
        WHERE subjectType = ${sqlText(journey.subjectType)} AND occurredAt <= ${horizon} AND initiator != 'machine' AND (touchpoint != '' OR channel != '')) AS e
      ASOF INNER JOIN (SELECT subject, startedAt, endedAt FROM stays_assigned WHERE version = ${version} AND endedAt > startedAt) AS s
        ON e.subject = s.subject AND e.occurredAt >= s.startedAt
      WHERE e.occurredAt < s.endedAt
      GROUP BY subject, startedAt, touchpoint, channel
    ) GROUP BY subject, startedAt`
  return `SELECT a.* EXCEPT (touches), if(a.endedAt > a.startedAt, t.touches, []) AS touches
    FROM (SELECT * FROM stays_assigned WHERE version = ${version}) AS a
    LEFT JOIN (${touched}) AS t ON t.subject = a.subject AND t.startedAt = a.startedAt`
}
