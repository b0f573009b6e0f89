import type { Address } from '../shell/address.ts'

interface PastFieldsProps {
  address: Address
  change(part: Partial<Address>): void
}

/** Which past day the map shows, and by which reading (rule L4). */
export function PastFields({ address, change }: PastFieldsProps) {
  const choose = (asOf: string) =>
    change(asOf === '' ? { asOf: undefined, known: undefined, timeZone: undefined, version: undefined } : { asOf })
  return (
    <fieldset>
      <legend>A past day</legend>
      <label>
        as of
        <input
          type="date"
          value={address.asOf ?? ''}
          max={new Date().toISOString().slice(0, 10)}
          onChange={(event) => choose(event.target.value)}
        />
      </label>
      <label>
        counts
        <select
          value={address.known === 'then' ? 'then' : ''}
          disabled={!address.asOf}
          onChange={(event) => change({ known: event.target.value || undefined })}
        >
          <option value="">what had happened, known now</option>
          <option value="then">only what was known then</option>
        </select>
      </label>
    </fieldset>
  )
}
