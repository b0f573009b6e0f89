import type { JourneyMap } from '../../map/journey-map.ts'
import { daysText } from '../../model/deadline.ts'
import type { Address } from '../shell/address.ts'

/** The period before a deadline in words: "8 weeks before Open day 2025-05-17" (rule K8). */
export function anchorWords({ anchor = '', before }: Address, deadlines: JourneyMap['journey']['deadlines']): string {
  const [id, day] = anchor.split(':')
  const name = deadlines.find((deadline) => deadline.id === id)?.name ?? id
  return `${daysText(Number(before ?? 56))} before ${name} ${day ?? ''}`.trim()
}
