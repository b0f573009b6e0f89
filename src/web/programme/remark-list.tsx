import type { Remark } from './check-findings.ts'

export const severities = [
  { severity: 'error', words: 'must change' },
  { severity: 'caution', words: 'look at it' },
  { severity: 'gap', words: 'missing' },
] as const

/** Remarks beside what they are about. */
export function RemarkList({ remarks }: { remarks: readonly Remark[] }) {
  if (remarks.length === 0) return null
  return (
    <ul className="field-remarks">
      {remarks.map(({ severity, text, wayOut, where }) => (
        <li key={`${where}${text}`} data-severity={severity}>
          <span className={severity === 'error' ? 'tag tag-against' : 'tag'}>
            {severities.find((one) => one.severity === severity)?.words}
          </span>{' '}
          {text} {wayOut}
        </li>
      ))}
    </ul>
  )
}
