import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { count, countOf } from '../../map/format.ts'
import { useEditor } from './editor-context.ts'
import { countQuery } from './requests.ts'
import { isCountable } from './rule-words.ts'

/** How many meet the rule as it stands in the form. */
export function LiveCount({ value }: { value: unknown }) {
  const { subjectType } = useEditor()
  const [asked, setAsked] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setAsked(value), 300)
    return () => clearTimeout(timer)
  }, [value])
  const countable = isCountable(asked)
  const counted = useQuery({ ...countQuery(subjectType, asked), enabled: countable, placeholderData: (before) => before })
  if (!countable) return null
  return (
    <p className="live-count" aria-live="polite" aria-busy={counted.isFetching}>
      {counted.data
        ? `${countOf(counted.data.subjects, subjectType)}${counted.data.events === null ? '' : `, ${count(counted.data.events)} times`}`
        : counted.isError
          ? 'cannot be counted'
          : 'counting…'}
    </p>
  )
}
