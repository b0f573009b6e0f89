/** The stays of a journey version as they stand at the horizon (UTC ms): an open one whose deadline is due was dropped by silence then (V5, V7). */
export function staysAtSql(version: number, horizon: number): string {
  const due = `ending = 'open' AND deadline <= ${horizon}`
  return `SELECT * REPLACE (if(${due}, deadline, endedAt) AS endedAt, if(${due}, 'droppedBySilence', toString(ending)) AS ending) FROM stays WHERE version = ${version}`
}
