import type { Filter } from './journey-map.ts'

/** What a filter says of whom it chooses, without the period. */
const whomOf = ({ persona, where, segment, others }: Filter) => ({
  ...(persona === undefined ? {} : { persona }),
  ...(segment === undefined ? {} : { segment }),
  ...(others ? { others } : {}),
  where,
})

/** Whether a filter says anything of whom it chooses. */
export function choosesWhom({ persona, where, segment }: Pick<Filter, 'persona' | 'where' | 'segment'>): boolean {
  return persona !== undefined || segment !== undefined || Object.keys(where).length > 0
}

const hasPeriod = ({ from, to, anchor }: Filter) => from !== undefined || to !== undefined || anchor !== undefined

/**
 * The second slice of a comparison (rule M15): its own people in the first one's period, on the day that it is seen on, unless it names a period of its own; with a period alone the first
 * one's people; with neither those who are not in the first. `everyone`: all people, whatever else.
 */
export function otherSlice(a: Filter, b: Filter, everyone: boolean): Filter {
  const period = hasPeriod(b) ? b : a
  const own = choosesWhom(b) || b.others === true
  const whom = own ? whomOf(b) : everyone ? { where: {} } : hasPeriod(b) ? whomOf(a) : { ...whomOf(a), others: !a.others }
  const { asOf, known, timeZone, version } = a
  const past = Object.fromEntries(Object.entries({ asOf, known, timeZone, version }).filter(([, value]) => value !== undefined))
  const reading = b.period ?? a.period
  return {
    ...whom,
    ...(period.from === undefined ? {} : { from: period.from }),
    ...(period.to === undefined ? {} : { to: period.to }),
    ...(period.anchor === undefined ? {} : { anchor: period.anchor }),
    ...(period.beforeDays === undefined ? {} : { beforeDays: period.beforeDays }),
    ...(reading === undefined ? {} : { period: reading }),
    ...past,
  }
}
