import type { ClusterSums } from '../core/statistics/proportion.ts'
import type { SendCounts } from '../map/send-audit.ts'
import { shareEstimate } from './share-sql.ts'

/** One row of `sendCountsSql`. */
export interface SendCountsRow extends ClusterSums {
  kind: 'total' | 'quarter' | 'message'
  name: string
  inStages: number
  earliers: number
  laters: number
  gones: number
  unseens: number
  afterUnsubscribe: number
  tooSoon: number
  weekend: number
  holiday: number
  people: number
}

/** Whom the shares of an audit speak of (M1). */
const sendPopulation = 'e-mails that reached people'

const nothing: ClusterSums = { hits: 0, trials: 0, clusters: 0, hits2: 0, trials2: 0, hitsTrials: 0 }

/** The counts of a row; all 0 where there is none. */
export function sendCounts(row: SendCountsRow | undefined): SendCounts {
  return {
    sends: row?.trials ?? 0,
    people: row?.people ?? 0,
    inStage: row?.inStages ?? 0,
    earlier: row?.earliers ?? 0,
    later: row?.laters ?? 0,
    gone: row?.gones ?? 0,
    unseen: row?.unseens ?? 0,
    elsewhere: shareEstimate(row ?? nothing, sendPopulation),
    afterUnsubscribe: row?.afterUnsubscribe ?? 0,
    tooSoon: row?.tooSoon ?? 0,
    weekend: row?.weekend ?? 0,
    holiday: row?.holiday ?? 0,
  }
}
