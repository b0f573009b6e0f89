import type { Gap } from '../../map/gap.ts'
import { defined } from '../shell/definitions.tsx'

const paths: Readonly<Record<Gap['sign'], string>> = {
  '=': 'M2.5 4.4h7M2.5 7.6h7',
  '▲': 'M6 2 10.5 10h-9z',
  '▼': 'M6 10 1.5 2h9z',
  '?': 'M4 4.2a2 2 0 1 1 2.9 1.9C6.2 6.5 6 6.9 6 7.6M6 9.6v.3',
}

/** Where actual and intended part: a sign, and words. The signs are drawn, since fonts lack some of them. */
export function GapLine({ gap }: { gap: Gap | null }) {
  if (!gap) return null
  return (
    <span className={`gap gap-${gap.verdict}`} aria-describedby={defined('verdict')}>
      <svg viewBox="0 0 12 12" width="11" height="11" aria-hidden="true" data-sign={gap.sign}>
        <path d={paths[gap.sign]} />
      </svg>
      {gap.words}
    </span>
  )
}
