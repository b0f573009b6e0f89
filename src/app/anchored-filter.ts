import { AppError } from '../core/error.ts'
import type { Filter } from '../map/journey-map.ts'
import { defaultBeforeDays, periodBefore } from '../model/deadline-period.ts'
import type { Journey } from '../model/journey.ts'

/** A filter whose period lies before a deadline, with that period (rule K8); `horizon` in UTC ms. A period that is named twice or not known is a `usage` error. */
export function anchored({ deadlines }: Journey, filter: Filter, horizon: number): Filter {
  if (filter.anchor === undefined) return filter
  if (filter.from !== undefined || filter.to !== undefined) {
    throw new AppError('usage', `The period is named twice, by "${filter.anchor}" and by from or to: keep one.`)
  }
  return { ...filter, ...periodBefore(deadlines, filter.anchor, filter.beforeDays ?? defaultBeforeDays, horizon) }
}
