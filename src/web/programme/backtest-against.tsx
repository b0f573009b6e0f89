import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { countOf } from '../../map/format.ts'
import type { Programme } from '../../model/programme.ts'
import { Failed } from '../shell/states.tsx'
import { BacktestPair } from './backtest-pair.tsx'
import { type OtherForm, otherBody, otherForm, otherKinds } from './other-form.ts'
import { backtestQuery, programmesQuery } from './programme-requests.ts'
import { Replaying } from './replaying.tsx'

interface BacktestAgainstProps {
  programme: Programme | null
  id: string
  unkept: string | null
}

/** Another design laid beside this one: both replayed over the same history. */
export function BacktestAgainst({ programme, id, unkept }: BacktestAgainstProps) {
  const [asked, setAsked] = useState<object | null>(null)
  return (
    <section aria-labelledby="backtest-against" className="backtest-against">
      <h3 id="backtest-against">Beside another design</h3>
      {programme === null ? null : <Choose programme={programme} unkept={unkept} ask={setAsked} />}
      {asked === null ? null : <Compared key={JSON.stringify(asked)} id={id} against={asked} />}
    </section>
  )
}

function Compared({ id, against }: { id: string; against: object }) {
  const body = { against }
  const { data, error, refetch } = useQuery(backtestQuery(id, body))
  if (error) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Replaying programme={id} body={body} />
  return data.against === null ? null : <BacktestPair run={data.run} other={data.against} />
}

function Choose({ programme, unkept, ask }: { programme: Programme; unkept: string | null; ask(against: object): void }) {
  const { data } = useQuery(programmesQuery)
  const others = (data?.programmes ?? []).filter(
    ({ id, journey, wrong }) => id !== programme.id && journey === programme.journey && wrong === null,
  )
  const [form, setForm] = useState<OtherForm>(() => otherForm(programme))
  const change = (part: Partial<OtherForm>) => setForm({ ...form, ...part })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    ask(otherBody(form, unkept))
  }
  const kinds = otherKinds.filter(({ kind }) => kind !== 'unkept' || unkept !== null)
  return (
    <form className="design-form" onSubmit={submit} aria-label="The other design">
      <label className="field">
        <span>Lay beside it</span>
        <select value={form.kind} onChange={(event) => change({ kind: event.target.value })}>
          {kinds.map(({ kind, words }) => (
            <option key={kind} value={kind}>
              {words}
            </option>
          ))}
          {others.map(({ id, name }) => (
            <option key={id} value={`kept ${id}`}>
              {others.some((one) => one.id !== id && one.name === name) || name === programme.name ? `${name} (${id})` : name}
            </option>
          ))}
        </select>
      </label>
      {form.kind === 'changed' || form.kind === 'designed' ? <Limits form={form} change={change} /> : null}
      <button type="submit" className="button">
        Replay both
      </button>
    </form>
  )
}

function Limits({ form, change }: { form: OtherForm; change(part: Partial<OtherForm>): void }) {
  return (
    <>
      <NumberField
        label="At least, between two messages"
        unit="days"
        value={form.gap}
        bounds={[form.kind === 'designed' ? 1 : 0, 365]}
        commit={(gap) => change({ gap })}
      />
      <NumberField label="At most, in one stage" unit="messages" value={form.most} bounds={[1, 52]} commit={(most) => change({ most })} />
      {form.kind === 'designed' ? null : (
        <>
          <label className="check">
            <input type="checkbox" checked={form.capped} onChange={(event) => change({ capped: event.target.checked })} />A cap a person
          </label>
          {form.capped ? (
            <>
              <NumberField
                label="At most, to one person"
                unit="messages"
                value={form.capMessages}
                bounds={[1, 1000]}
                commit={(capMessages) => change({ capMessages })}
              />
              <NumberField label="within" unit="days" value={form.capDays} bounds={[1, 366]} commit={(capDays) => change({ capDays })} />
            </>
          ) : null}
        </>
      )}
    </>
  )
}

interface NumberFieldProps {
  label: string
  unit: string
  value: number
  bounds: readonly [number, number]
  commit(value: number): void
}

function NumberField({ label, unit, value, bounds: [min, max], commit }: NumberFieldProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <span className="with-unit">
        <input
          type="number"
          required
          min={min}
          max={max}
          step={1}
          defaultValue={value}
          title={`From ${min} to ${countOf(max, unit.replace(/s$/, ''))}`}
          onChange={({ target }) => {
            if (target.checkValidity() && target.value !== '') commit(target.valueAsNumber)
          }}
        />
        {unit}
      </span>
    </label>
  )
}
