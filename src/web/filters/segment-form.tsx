import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { addressOf } from '../../api/contract.ts'
import { type Address, slicesOf } from '../shell/address.ts'
import { send } from '../shell/ask.ts'
import { segmentsQuery } from '../shell/queries.ts'

interface SegmentFormProps {
  journey: string
  address: Address
  change(part: Partial<Address>): void
}

/** The saved segments: one to use, and the way to keep what is chosen now under a name. */
export function SegmentForm({ journey, address, change }: SegmentFormProps) {
  const cache = useQueryClient()
  const { data = [] } = useQuery(segmentsQuery)
  const [name, setName] = useState('')
  const [said, setSaid] = useState('')
  const fitting = data.filter((segment) => segment.journey === null || segment.journey === journey)
  const where = Object.fromEntries(slicesOf(address))
  const canKeep = !address.segment && !address.others && (Boolean(address.persona) || Object.keys(where).length > 0)
  const act = async (work: () => Promise<unknown>, done: string) => {
    try {
      await work()
      await cache.invalidateQueries({ queryKey: segmentsQuery.queryKey })
      setSaid(done)
    } catch (error) {
      setSaid(error instanceof Error ? error.message : String(error))
    }
  }
  const keep = (event: FormEvent) => {
    event.preventDefault()
    const segment = { name, journey: address.persona ? journey : null, persona: address.persona ?? null, where }
    void act(() => send('POST', addressOf('segments'), JSON.stringify({ segment })), `“${name}” is kept.`).then(() => setName(''))
  }
  if (fitting.length === 0 && !canKeep) return null
  return (
    <fieldset className="segment-form">
      <legend>Segments</legend>
      {fitting.length > 0 ? (
        <label>
          use
          <select value={address.segment ?? ''} onChange={(event) => change({ segment: event.target.value || undefined })}>
            <option value="">none</option>
            {fitting.map(({ id, name: called, cautions }) => (
              <option key={id} value={id}>
                {called}
                {cautions.length > 0 ? ' (mind)' : ''}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      {canKeep ? (
        <form onSubmit={keep}>
          <label>
            keep what is chosen as
            <input value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
          </label>
          <button type="submit" className="button" disabled={name.trim() === ''}>
            Keep
          </button>
        </form>
      ) : null}
      {said === '' ? null : <p role="status">{said}</p>}
    </fieldset>
  )
}
