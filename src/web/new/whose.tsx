import { useQuery } from '@tanstack/react-query'
import { namesQuery } from '../editor/requests.ts'

const usual: Readonly<Record<string, string>> = {
  contact: 'a person (contact)',
  account: 'a company (account)',
  deal: 'a deal',
  case: 'a case',
  ticket: 'a ticket',
}

/** Whose journey it is, asked in plain words: of a type that the data hold, or, without data, a usual one. */
export function Whose({ subject, choose }: { subject: string | null; choose(subject: string): void }) {
  const { data } = useQuery(namesQuery)
  const held = data?.objectTypes.filter((type) => type !== 'anonymous') ?? []
  const types = [...new Set([...(subject === null ? [] : [subject]), ...(held.length > 0 ? held : ['contact', 'account', 'deal'])])]
  const order = Object.keys(usual)
  const rank = (type: string) => (order.indexOf(type) + order.length + 1) % (order.length + 1)
  const isNew = subject !== null && held.length > 0 && !held.includes(subject)
  return (
    <fieldset className="decision whose">
      <legend>Whose journey is it?</legend>
      {types
        .toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
        .map((type) => (
          <label key={type}>
            <input type="radio" name="whose" value={type} checked={type === subject} onChange={() => choose(type)} />
            {usual[type] ?? `a ${type}`}
          </label>
        ))}
      <p className="sample-note">
        {isNew ? `Your data hold no ${subject} yet.` : 'Each one goes through the stages and is counted once.'}
        {held.length === 0 ? ' There are no data yet: you can change it in the editor later.' : ''}
      </p>
    </fieldset>
  )
}
