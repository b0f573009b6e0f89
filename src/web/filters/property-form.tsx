import { Select } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { count, countOf } from '../../map/format.ts'
import type { SliceProperty } from '../../map/slice-property.ts'
import { type ConditionPart, conditionText } from '../../model/property-condition.ts'
import type { Address } from '../shell/address.ts'
import { slicePropertiesQuery } from '../shell/queries.ts'

/** Up to so many values a property parts people into kinds; the first such one is offered. */
const mostCategories = 40

interface PropertyFormProps {
  journey: string
  change(part: Partial<Address>): void
}

/** A condition on any property, as known on entering: some values, none of some, or numbers within bounds. */
export function PropertyForm({ journey, change }: PropertyFormProps) {
  const { data } = useQuery(slicePropertiesQuery(journey, null))
  const [chosen, setChosen] = useState('')
  if (data === undefined) return <p>Loading the properties…</p>
  if (data.length === 0) return <p>No properties are known of these people yet.</p>
  const property =
    data.find((one) => one.property === chosen) ?? data.find(({ distinct }) => distinct > 1 && distinct <= mostCategories) ?? data[0]
  return (
    <fieldset className="property-form">
      <legend>As known on entering</legend>
      <Select
        searchable
        comboboxProps={{ withinPortal: false }}
        label="property"
        size="xs"
        data={data.map((one) => ({ value: one.property, label: `${one.property} (${countOf(one.distinct, 'value')})` }))}
        value={property?.property ?? null}
        onChange={(next) => setChosen(next ?? '')}
      />
      {property ? <Condition key={property.property} journey={journey} property={property} change={change} /> : null}
    </fieldset>
  )
}

type How = 'is' | 'isNot' | 'range'

function Condition({ journey, property, change }: PropertyFormProps & { property: SliceProperty }) {
  const [how, setHow] = useState<How>(property.numbers && property.distinct > 12 ? 'range' : 'is')
  const [values, setValues] = useState<string[]>([])
  const [bounds, setBounds] = useState({ least: '', most: '' })
  const parts = partsOf(how, values, bounds)
  const add = (event: FormEvent) => {
    event.preventDefault()
    if (parts.length > 0) change({ [`where.${property.property}`]: conditionText(parts) })
    setValues([])
    setBounds({ least: '', most: '' })
  }
  return (
    <form onSubmit={add} className="condition-form">
      <label>
        must
        <select value={how} onChange={(event) => setHow(event.target.value as How)}>
          <option value="is">be one of</option>
          <option value="isNot">be none of</option>
          {property.numbers ? <option value="range">be a number from … to</option> : null}
        </select>
      </label>
      {how === 'range' && property.numbers ? (
        <div className="bounds">
          {(['least', 'most'] as const).map((end) => (
            <label key={end}>
              {end === 'least' ? 'at least' : 'at most'}
              <input
                type="number"
                step="any"
                placeholder={String(property.numbers?.[end])}
                value={bounds[end]}
                onChange={(event) => setBounds({ ...bounds, [end]: event.target.value })}
              />
            </label>
          ))}
        </div>
      ) : (
        <Values journey={journey} property={property} values={values} setValues={setValues} />
      )}
      <button type="submit" className="button" disabled={parts.length === 0}>
        Add
      </button>
    </form>
  )
}

function partsOf(how: How, values: string[], { least, most }: { least: string; most: string }): ConditionPart[] {
  if (how !== 'range') return values.length === 0 ? [] : [{ kind: how, values }]
  return [
    ...(least === '' ? [] : [{ kind: 'gte' as const, bound: Number(least) }]),
    ...(most === '' ? [] : [{ kind: 'lte' as const, bound: Number(most) }]),
  ]
}

interface ValuesProps {
  journey: string
  property: SliceProperty
  values: readonly string[]
  setValues(values: string[]): void
}

/** The commonest values with their counts; of many, those that a search finds. What is chosen stays in sight. */
function Values({ journey, property, values, setValues }: ValuesProps) {
  const [text, setText] = useState('')
  const searched = useQuery({
    ...slicePropertiesQuery(journey, { property: property.property, text }),
    enabled: text !== '',
    placeholderData: keepPreviousData,
  })
  const found = (text === '' ? property : searched.data?.[0])?.values ?? []
  const left = values.filter((value) => !found.some((one) => one.value === value)).map((value) => ({ value, objects: null }))
  const toggle = (value: string) => setValues(values.includes(value) ? values.filter((one) => one !== value) : [...values, value])
  const many = property.distinct > property.values.length
  return (
    <>
      {many ? (
        <label>
          find among {count(property.distinct)} values
          <input type="search" value={text} onChange={(event) => setText(event.target.value)} />
        </label>
      ) : null}
      <ul className="value-list" aria-label={`Values of ${property.property}`}>
        {[...left, ...found, ...(text === '' ? [{ value: '', objects: null }] : [])].map(({ value, objects }) => (
          <li key={value}>
            <label>
              <input type="checkbox" checked={values.includes(value)} onChange={() => toggle(value)} />
              {value === '' ? 'not known' : value} {objects === null ? null : <small>{countOf(objects, property.owner)}</small>}
            </label>
          </li>
        ))}
      </ul>
      {text !== '' && searched.data !== undefined && found.length === 0 ? <p role="status">No value holds “{text}”.</p> : null}
      {many && text === '' ? <small>the {count(property.values.length)} commonest</small> : null}
    </>
  )
}
