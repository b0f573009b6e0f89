import { percent } from '../../map/format.ts'
import type { SequenceDesign } from '../../model/programme-design.ts'

/** The share kept without messages, and whether that can tell anything. */
export function HoldoutLine({ holdout: { share, smallestEffect, advised } }: Pick<SequenceDesign, 'holdout'>) {
  const finds = smallestEffect === null ? 'cannot tell' : `finds ${(smallestEffect * 100).toFixed(1)} points or more`
  return (
    <>
      {percent(share)} <span className={advised ? 'tag tag-good' : 'tag tag-against'}>{advised ? 'worth it' : 'advised against'}</span>{' '}
      <small>{finds}</small>
    </>
  )
}
