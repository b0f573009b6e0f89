import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { addressOf, campaignsKeptSchema } from '../../api/contract.ts'
import type { Campaign } from '../../model/campaign.ts'
import { audienceText } from '../../model/campaign-audience.ts'
import { ask, send } from '../shell/ask.ts'
import { type AudienceFields, type AudienceKind, audienceFields, audienceKinds, audienceOf } from './audience-form.ts'
import { keptText } from './campaign-file.tsx'

interface CampaignFormProps {
  /** Null: a new one. */
  campaign: Campaign | null
  kept(message: string, id: string): void
  close(): void
}

/** Writes a new campaign, or changes one. What is wrong is said by the server, beside the button. */
export function CampaignForm({ campaign, kept, close }: CampaignFormProps) {
  const [audience, setAudience] = useState(() => audienceFields(campaign?.audience ?? 'everyone'))
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const first = useRef<HTMLInputElement>(null)
  const cache = useQueryClient()
  useEffect(() => first.current?.focus(), [])
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setBusy(true)
    setFailure(null)
    try {
      const written = { ...writtenIn(event.currentTarget, campaign), audience: audienceOf(audience, campaign?.audience ?? 'everyone') }
      const answer = await send('POST', addressOf('campaigns'), JSON.stringify({ campaign: written, replace: campaign !== null }))
      const said = campaignsKeptSchema.parse(await answer.json())
      await cache.invalidateQueries()
      kept(keptText(said), said.added[0] ?? said.replaced[0]?.id ?? said.unchanged[0] ?? '')
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error))
      setBusy(false)
    }
  }
  const zone = campaign?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  return (
    <form
      className="campaign-form"
      aria-label={campaign === null ? 'New campaign' : `Edit ${campaign.name}`}
      onSubmit={(event) => void submit(event)}
    >
      <label className="field wide">
        <span>Name</span>
        <input ref={first} type="text" name="name" required maxLength={200} defaultValue={campaign?.name} />
      </label>
      <label className="field">
        <span>First day</span>
        <input type="date" name="from" required defaultValue={campaign?.from} />
      </label>
      <label className="field">
        <span>Last day, included</span>
        <input type="date" name="to" required defaultValue={campaign?.to} />
      </label>
      <label className="field">
        <span>Time zone</span>
        <input type="text" name="timeZone" required defaultValue={zone} />
      </label>
      <AudiencePicker fields={audience} change={setAudience} kept={campaign} />
      <label className="field">
        <span>Channel</span>
        <input type="text" name="channel" maxLength={200} defaultValue={campaign?.channel} />
      </label>
      <label className="field">
        <span>Cost</span>
        <input type="text" inputMode="decimal" name="cost" defaultValue={campaign?.cost?.amount} />
      </label>
      <label className="field">
        <span>Currency</span>
        <input type="text" name="currency" maxLength={3} placeholder="EUR" defaultValue={campaign?.cost?.currency} />
      </label>
      <label className="field wide">
        <span>Note</span>
        <input type="text" name="note" maxLength={2000} defaultValue={campaign?.note} />
      </label>
      <p className="calendar-actions wide">
        <button type="submit" className="button" disabled={busy}>
          {busy ? 'Keeping…' : 'Keep this campaign'}
        </button>
        <button type="button" className="quiet" onClick={close}>
          Cancel
        </button>
      </p>
      {failure ? (
        <p className="failure wide" role="alert">
          {failure}
        </p>
      ) : null}
    </form>
  )
}

/** The campaign as its fields say, for the server to check. */
function writtenIn(form: HTMLFormElement, before: Campaign | null): Record<string, unknown> {
  const data = new FormData(form)
  const text = (name: string) => String(data.get(name) ?? '').trim()
  const cost = text('cost')
  const amount = cost === '' ? null : Number(cost.replace(',', '.'))
  const money = amount === null ? null : { amount: Number.isNaN(amount) ? cost : amount, currency: text('currency').toUpperCase() }
  const parts = Object.fromEntries(['name', 'from', 'to', 'timeZone', 'channel', 'note'].map((name) => [name, text(name)]))
  return { ...parts, cost: money, ...(before === null ? {} : { id: before.id }) }
}

interface AudiencePickerProps {
  fields: AudienceFields
  change(fields: AudienceFields): void
  kept: Campaign | null
}

/** Whom the campaign was for, as a choice and what belongs to it. */
function AudiencePicker({ fields, change, kept }: AudiencePickerProps) {
  const known = useId()
  const { data: names } = useQuery({ queryKey: ['names'], queryFn: ({ signal }) => ask('names', {}, {}, signal) })
  const kinds = Object.entries(audienceKinds).filter(
    ([kind]) => kind !== 'rule' || (kept !== null && audienceFields(kept.audience).kind === 'rule'),
  )
  const offered = fields.kind === 'reached' ? (names?.names ?? []) : Object.values(names?.objectProperties ?? {}).flat()
  const labels: Partial<Record<AudienceKind, string>> = { property: 'Property', persona: 'Id of the persona', reached: 'Event' }
  const label = labels[fields.kind]
  return (
    <>
      <label className="field">
        <span>Audience</span>
        <select value={fields.kind} onChange={(event) => change({ kind: event.target.value as AudienceKind, name: '', value: '' })}>
          {kinds.map(([kind, words]) => (
            <option key={kind} value={kind}>
              {words}
            </option>
          ))}
        </select>
      </label>
      {label === undefined ? null : (
        <label className="field">
          <span>{label}</span>
          <input
            type="text"
            required
            list={fields.kind === 'persona' ? undefined : known}
            value={fields.name}
            onChange={(event) => change({ ...fields, name: event.target.value })}
          />
        </label>
      )}
      {fields.kind === 'property' ? (
        <label className="field">
          <span>is</span>
          <input type="text" required value={fields.value} onChange={(event) => change({ ...fields, value: event.target.value })} />
        </label>
      ) : null}
      {fields.kind === 'rule' && kept !== null ? <p className="wide">{audienceText(kept.audience)}</p> : null}
      <datalist id={known}>
        {[...new Set(offered)].sort().map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  )
}
