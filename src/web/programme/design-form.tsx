import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useId, useState } from 'react'
import type { JourneyMap } from '../../map/journey-map.ts'
import { namesQuery } from '../editor/requests.ts'
import type { Address } from '../shell/address.ts'
import { slicePropertiesQuery } from '../shell/queries.ts'
import { type DesignForm, type DesignNumber, designBounds, designForm, usualNumbers } from './design-question.ts'

const numberWords: Record<DesignNumber, [label: string, unit: string]> = {
  gap: ['At least, between two messages', 'days'],
  most: ['At most, in one stage', 'messages'],
  first: ['First message from day', ''],
  holdout: ['Kept without messages', '%'],
}

/** What people decide about a design; all of it stands in the address. */
export function DesignControls({ map, address }: { map: JourneyMap; address: Address }) {
  const navigate = useNavigate()
  const form = designForm(address)
  const change = (part: Partial<Address>) =>
    void navigate({ to: '.', search: (before) => ({ ...before, ...part }), replace: true, resetScroll: false })
  const withRule = map.journey.personas.some(({ ruleText }) => ruleText !== null)
  return (
    <section className="design-form" aria-label="What you decide">
      <ConsentField journey={map.journey.id} consent={form.consent} change={change} />
      {(Object.keys(numberWords) as DesignNumber[]).map((name) => (
        <NumberField key={`${name}${form[name]}`} name={name} value={form[name]} change={change} />
      ))}
      {withRule ? (
        <label className="check">
          <input
            type="checkbox"
            checked={form.personas}
            onChange={(event) => change({ personas: event.target.checked ? 'own' : undefined })}
          />
          Messages of their own for each persona
        </label>
      ) : null}
    </section>
  )
}

interface NumberFieldProps {
  name: DesignNumber
  value: number
  change(part: Partial<Address>): void
}

function NumberField({ name, value, change }: NumberFieldProps) {
  const [label, unit] = numberWords[name]
  const [least, most] = designBounds[name]
  const commit = (input: HTMLInputElement) => {
    if (!input.checkValidity() || input.value === '') input.value = String(value)
    else if (input.valueAsNumber !== value)
      change({ [name]: input.valueAsNumber === usualNumbers[name] ? undefined : String(input.valueAsNumber) })
  }
  return (
    <label className="field">
      <span>{label}</span>
      <span className="with-unit">
        <input
          type="number"
          min={least}
          max={most}
          step={1}
          defaultValue={value}
          onBlur={(event) => commit(event.currentTarget)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit(event.currentTarget)
          }}
        />
        {unit}
      </span>
    </label>
  )
}

interface ConsentFieldProps {
  journey: string
  consent: DesignForm['consent']
  change(part: Partial<Address>): void
}

/** Who may be written to (rule R1): nobody until someone says so. */
function ConsentField({ journey, consent, change }: ConsentFieldProps) {
  const [kind, setKind] = useState(consent.kind)
  const choose = (next: DesignForm['consent']['kind']) => {
    setKind(next)
    if (next !== 'property') change({ consent: next === 'assumed' ? 'assumed' : undefined })
  }
  return (
    <>
      <label className="field">
        <span>Who may be written to</span>
        <select value={kind} onChange={(event) => choose(event.target.value as typeof kind)}>
          <option value="unknown">nobody said yet</option>
          <option value="property">those with a property…</option>
          <option value="assumed">everyone, as an assumption</option>
        </select>
      </label>
      {kind === 'property' ? <ConsentProperty journey={journey} consent={consent} change={change} /> : null}
    </>
  )
}

function ConsentProperty({ journey, consent, change }: ConsentFieldProps) {
  const lists = useId()
  const { data: names } = useQuery(namesQuery)
  const { data: slices } = useQuery(slicePropertiesQuery(journey, null))
  const [property, setProperty] = useState(consent.kind === 'property' ? consent.property : '')
  const own = names?.objectProperties.contact ?? []
  const values = slices?.find((one) => one.property === property)?.values ?? []
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const value = String(new FormData(event.currentTarget).get('value') ?? '').trim()
    if (property.trim() !== '' && value !== '') change({ consent: `${property.trim()}=${value}` })
  }
  return (
    <form className="consent-property" onSubmit={submit}>
      <label className="field">
        <span>Property of the contact</span>
        <input type="text" list={`${lists}-names`} value={property} onChange={(event) => setProperty(event.target.value)} />
      </label>
      <label className="field">
        <span>is</span>
        <input type="text" name="value" list={`${lists}-values`} defaultValue={consent.kind === 'property' ? consent.value : ''} />
      </label>
      <button type="submit" className="quiet">
        Use this
      </button>
      <datalist id={`${lists}-names`}>
        {own.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <datalist id={`${lists}-values`}>
        {values.map(({ value }) => (
          <option key={value} value={value} />
        ))}
      </datalist>
    </form>
  )
}
