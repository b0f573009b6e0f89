import { dayText } from '../../model/local-day.ts'
import { occasionIds } from '../../model/occasions.ts'
import { weekdayNames } from '../../model/programme-spec.ts'
import { holidayCountries } from '../../model/public-holidays.ts'
import { type Remark, remarksAt } from './check-findings.ts'
import { type DocumentEdit, wholeWritten, written } from './document-edit.ts'
import { Field } from './field.tsx'
import { RemarkList } from './remark-list.tsx'

const weekdayWords = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const nothing = new Intl.DisplayNames(['en'], { type: 'region' })

/** What always wins over the messages (rule R6). */
export function LimitFields({ programme, edit, remarks }: DocumentEdit & { remarks: readonly Remark[] }) {
  const { limits } = programme
  const whole = (path: string[], text: string) => {
    const operation = wholeWritten(path, text)
    if (operation !== null) edit(operation)
  }
  return (
    <section className="kept-limits" aria-labelledby="kept-limits">
      <h3 id="kept-limits">Caps and times</h3>
      <RemarkList remarks={remarksAt(remarks, 'limits')} />
      <div className="kept-fields">
        <Field
          label="At least, between two messages"
          kind="number"
          unit="days"
          value={String(limits.minGapDays)}
          commit={(text) => edit(written(['limits', 'minGap'], text === '' ? '' : `${text}d`))}
        />
        <Field
          label="At most, in one stage"
          kind="number"
          unit="messages"
          value={String(limits.perSequence)}
          commit={(text) => whole(['limits', 'perSequence'], text)}
        />
        <PerPerson programme={programme} edit={edit} />
        <Field
          label="Hours"
          value={`${clock(limits.hours.from)}-${clock(limits.hours.to)}`}
          commit={(text) => edit(written(['limits', 'hours'], text))}
        />
        <Country programme={programme} edit={edit} />
        <Weekdays programme={programme} edit={edit} />
        {(['oneAnAccountADay', 'pauseOnOpenDeal'] as const).map((name) => (
          <label key={name} className="check">
            <input
              type="checkbox"
              checked={limits[name]}
              onChange={(event) =>
                edit(
                  event.target.checked ? { kind: 'set', path: ['limits', name], value: true } : { kind: 'remove', path: ['limits', name] },
                )
              }
            />
            {name === 'oneAnAccountADay' ? 'Not two colleagues of one account on one day' : 'Pause while a deal is open'}
          </label>
        ))}
      </div>
      <Blackouts programme={programme} edit={edit} />
      <Sensitive programme={programme} edit={edit} />
    </section>
  )
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

function PerPerson({ programme: { limits }, edit }: DocumentEdit) {
  const { messages, days } = limits.perPerson ?? { messages: 0, days: 30 }
  const set = (most: number, within: number) =>
    edit(
      most > 0
        ? { kind: 'set', path: ['limits', 'perPerson'], value: { messages: most, within: `${within}d` } }
        : { kind: 'remove', path: ['limits', 'perPerson'] },
    )
  return (
    <>
      <Field
        label="To one person at most, of all programmes"
        kind="number"
        unit="messages"
        value={limits.perPerson === null ? '' : String(messages)}
        hint="no cap"
        commit={(text) => set(Number(text), days)}
      />
      {limits.perPerson === null ? null : (
        <Field label="within" kind="number" unit="days" value={String(days)} commit={(text) => set(messages, Number(text) || days)} />
      )}
    </>
  )
}

function Country({ programme: { limits }, edit }: DocumentEdit) {
  return (
    <label className="field">
      <span>Public holidays of</span>
      <select value={limits.country ?? ''} onChange={(event) => edit(written(['limits', 'country'], event.target.value))}>
        <option value="">no country</option>
        {holidayCountries.map((code) => (
          <option key={code} value={code}>
            {nothing.of(code) ?? code}
          </option>
        ))}
      </select>
    </label>
  )
}

function Weekdays({ programme: { limits }, edit }: DocumentEdit) {
  const chosen = new Set<number>(limits.weekdays)
  const toggle = (day: number) => {
    const next = weekdayNames.filter((_, i) => (i + 1 === day ? !chosen.has(day) : chosen.has(i + 1)))
    if (next.length > 0)
      edit(
        next.length === 7 ? { kind: 'remove', path: ['limits', 'weekdays'] } : { kind: 'set', path: ['limits', 'weekdays'], value: next },
      )
  }
  return (
    <fieldset className="weekdays">
      <legend>On</legend>
      {weekdayWords.map((words, i) => (
        <label key={words} className="check">
          <input type="checkbox" checked={chosen.has(i + 1)} onChange={() => toggle(i + 1)} />
          {words}
        </label>
      ))}
    </fieldset>
  )
}

function Blackouts({ programme: { limits }, edit }: DocumentEdit) {
  const path = ['limits', 'blackouts']
  const today = () => new Date().toISOString().slice(0, 10)
  return (
    <fieldset className="kept-list">
      <legend>Days without any message</legend>
      {limits.blackouts.map(({ name, from, to }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a blackout is its place in the document.
        <div key={i} className="kept-fields">
          <Field label="Name" value={name} commit={(text) => edit(written([...path, i, 'name'], text || name))} />
          <Field
            label="From"
            kind="date"
            value={dayText(from)}
            commit={(text) => edit(written([...path, i, 'from'], text || dayText(from)))}
          />
          <Field
            label="To, included"
            kind="date"
            value={dayText(to)}
            commit={(text) => edit(written([...path, i, 'to'], text || dayText(to)))}
          />
          <RemoveButton what={name} remove={() => edit({ kind: 'remove', path: [...path, i] })} />
        </div>
      ))}
      <button
        type="button"
        className="quiet"
        onClick={() =>
          edit({ kind: 'insert', path, at: limits.blackouts.length, value: { name: 'No messages', from: today(), to: today() } })
        }
      >
        Add days
      </button>
    </fieldset>
  )
}

function Sensitive({ programme: { limits }, edit }: DocumentEdit) {
  const path = ['limits', 'sensitive']
  return (
    <fieldset className="kept-list">
      <legend>Occasions around which those are left alone who asked so</legend>
      {limits.sensitive.map(({ occasion, optOut, daysBefore }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an occasion is its place in the document.
        <div key={i} className="kept-fields">
          <label className="field">
            <span>Occasion</span>
            <select value={occasion} onChange={(event) => edit(written([...path, i, 'occasion'], event.target.value))}>
              {occasionIds.map((id) => (
                <option key={id} value={id}>
                  {id}
                </option>
              ))}
            </select>
          </label>
          <Field label="Property that says so" value={optOut} commit={(text) => edit(written([...path, i, 'optOut'], text || optOut))} />
          <Field
            label="Also before it"
            kind="number"
            unit="days"
            value={String(daysBefore)}
            commit={(text) => edit(written([...path, i, 'before'], Number(text) > 0 ? `${text}d` : ''))}
          />
          <RemoveButton what={occasion} remove={() => edit({ kind: 'remove', path: [...path, i] })} />
        </div>
      ))}
      <button
        type="button"
        className="quiet"
        onClick={() =>
          edit({
            kind: 'insert',
            path,
            at: limits.sensitive.length,
            value: { occasion: occasionIds[0], optOut: `no_${String(occasionIds[0]).replaceAll('-', '_')}` },
          })
        }
      >
        Add an occasion
      </button>
    </fieldset>
  )
}

function RemoveButton({ what, remove }: { what: string; remove(): void }) {
  return (
    <button type="button" className="quiet" onClick={remove}>
      Remove<span className="hidden"> {what}</span>
    </button>
  )
}
