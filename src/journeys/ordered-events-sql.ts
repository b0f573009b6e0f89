import { sqlText } from './rule-sql.ts'

/**
 * Customer and company events in a partition of `subject_events` up to the horizon (UTC ms), each subject's together and in E3 order. Arrays made of them keep the order
 * only when grouped by subject from here: it has several parts, which the engine otherwise reads side by side.
 */
export function orderedEventsSql(partition: string, horizon: number): string {
  return `SELECT * FROM subject_events WHERE subjectType = ${sqlText(partition)} AND occurredAt <= ${horizon} AND initiator != 'machine'
    ORDER BY subject, occurredAt, source, sequence, id`
}
