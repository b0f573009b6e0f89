import { dayMs } from '../../../model/duration.ts'

/** A duration as ISO 8601 writes it: 2 days and a half are P2DT12H. Not below 0. */
export function isoDuration(ms: number): string {
  const days = Math.floor(ms / dayMs)
  const rest = ms % dayMs
  const [hours, minutes, seconds] = [Math.floor(rest / 3_600_000), Math.floor((rest % 3_600_000) / 60_000), (rest % 60_000) / 1_000]
  const time = [hours > 0 ? `${hours}H` : '', minutes > 0 ? `${minutes}M` : '', seconds > 0 ? `${seconds}S` : ''].join('')
  if (days === 0 && time === '') return 'P0D'
  return `P${days > 0 ? `${days}D` : ''}${time === '' ? '' : `T${time}`}`
}
