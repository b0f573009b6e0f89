import type { Remark } from './check-findings.ts'
import { severities } from './remark-list.tsx'

/** What is wrong, doubtful or missing, gravest first, each with its way out. */
export function CheckList({ remarks: all }: { remarks: readonly Remark[] }) {
  if (all.length === 0) return <p role="status">Nothing is wrong or missing.</p>
  return (
    <>
      <p role="status" className="check-counts">
        {severities
          .map(({ severity, words }) => ({ words, many: all.filter((one) => one.severity === severity).length }))
          .filter(({ many }) => many > 0)
          .map(({ words, many }) => `${many} ${words}`)
          .join(' · ')}
      </p>
      <ul className="check-list">
        {severities.flatMap(({ severity, words }) =>
          all
            .filter((one) => one.severity === severity)
            .map(({ text, wayOut, where }) => (
              <li key={`${where}${text}`} data-severity={severity}>
                <span className={severity === 'error' ? 'tag tag-against' : 'tag'}>{words}</span> {text} {wayOut}
                {where === '' ? null : <small>{where}</small>}
              </li>
            )),
        )}
      </ul>
    </>
  )
}
