import type { FrictionMessage } from '../model/programme.ts'
import { type LivedStay, type Person, ruleKey } from './replay-people.ts'

/** When a signal showed in a stay (rule R5), UTC ms, in order, each before the stay's end. Silence counts from the later of the stay's start and what the person last did (as V5's clock). */
export function triggersIn({ signal }: FrictionMessage, stay: LivedStay, { acts, met }: Person): number[] {
  const end = stay.endedAt ?? Number.POSITIVE_INFINITY
  const inStay = (times: readonly number[]) => times.filter((at) => at >= stay.startedAt && at < end)
  switch (signal.kind) {
    case 'event':
      return inStay(met.get(ruleKey(signal.rule)) ?? [])
    case 'returned':
      return stay.openedBy === 'returned' ? [stay.startedAt] : []
    case 'longStay':
      return stay.startedAt + signal.ms < end ? [stay.startedAt + signal.ms] : []
    case 'silence': {
      const since = [...new Set([stay.startedAt, ...inStay(acts)])]
      return since
        .map((from, i) => ({ at: from + signal.ms, next: since[i + 1] ?? end }))
        .flatMap(({ at, next }) => (at < next ? [at] : []))
    }
  }
}
