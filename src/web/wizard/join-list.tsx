import type { Answers } from '../../api/contract.ts'
import { count, countOf } from '../../map/format.ts'

type DataSet = Answers['dataSet']
type Join = DataSet['joins'][number]

/** How files join, in words: which column to which, and how many rows match. */
export function JoinList({ dataSet }: { dataSet: DataSet }) {
  const nameOf = (id: string) => dataSet.files.find((file) => file.id === id)?.name ?? ''
  const shown = dataSet.joins.filter(({ from, to }) => nameOf(from) !== '' && nameOf(to) !== '')
  if (shown.length === 0) {
    return <p className="sample-note">No file names contacts, accounts or deals that another one describes: each is imported for itself.</p>
  }
  return (
    <ul className="joins" aria-label="What joins to what">
      {shown.map((join) => (
        <li key={`${join.from} ${join.column} ${join.to}`} data-poor={join.matched * 2 < join.of || undefined}>
          <b>{nameOf(join.from)}</b> joins <b>{nameOf(join.to)}</b> on the {join.object}: column <i>{join.column}</i> to column{' '}
          <i>{join.toColumn}</i>. {matchText(join)}
        </li>
      ))}
    </ul>
  )
}

function matchText({ object, matched, of, matchedRows, rows }: Join): string {
  const looked = `the first ${countOf(rows, 'row')} that ${rows === 1 ? 'names' : 'name'} one`
  if (matched === of) return `All ${countOf(of, object)} of ${looked} are there.`
  const missing = `${countOf(rows - matchedRows, 'row')} (${countOf(of - matched, object)}) ${rows - matchedRows === 1 ? 'does' : 'do'} not`
  return `Of ${looked}, ${count(matchedRows)} match (${countOf(matched, object)}) and ${missing}${matched * 2 < of ? ': is a file missing, or is the column another one?' : '.'}`
}
