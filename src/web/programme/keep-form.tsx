import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { normaliseRule } from '../../model/normalise-rule.ts'
import type { Consent } from '../../model/programme.ts'
import type { ProgrammeDesign, Slot } from '../../model/programme-design.ts'
import { programmeOfDesign } from '../../model/programme-of-design.ts'
import { programmeYaml } from '../../model/write-programme.ts'
import type { Address } from '../shell/address.ts'
import { type Curve, reachOn } from './curve-reading.ts'
import { type DesignForm, designForm } from './design-question.ts'
import { freeId } from './free-id.ts'
import { daysOf, type MovedDays } from './moved-days.ts'
import { sendProgramme } from './programme-requests.ts'

interface KeepFormProps {
  design: ProgrammeDesign
  moved: MovedDays
  address: Address
  /** Ids that are taken. */
  taken: readonly string[]
}

/** Keeps a design, as its messages were moved, as a programme that can be edited. */
export function KeepForm({ design, moved, address, taken }: KeepFormProps) {
  const navigate = useNavigate()
  const cache = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState('')
  const keep = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const said = new FormData(event.currentTarget)
    const text = (name: string) => String(said.get(name) ?? '').trim()
    setBusy(true)
    try {
      const id = freeId(text('name'), taken, 'programme')
      const written = programmeText(design, moved, address, { id, name: text('name'), timeZone: text('timeZone') })
      const kept = await sendProgramme(written, text('by'))
      await cache.invalidateQueries({ queryKey: ['programmes'] })
      void navigate({ to: '.', search: (before) => ({ ...before, programme: kept.id, part: undefined }) })
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error))
      setBusy(false)
    }
  }
  return (
    <section className="keep-design" aria-labelledby="keep-design">
      <h2 id="keep-design">Keep this as a programme</h2>
      <p className="lead-in">
        You can then name the messages, write them, set caps and quiet hours, and hand it over. Nothing is sent from here.
      </p>
      <form onSubmit={(event) => void keep(event)}>
        <label className="field">
          <span>Name</span>
          <input type="text" name="name" required maxLength={200} defaultValue={`E-mails: ${design.journey.name}`} />
        </label>
        <label className="field">
          <span>Time zone</span>
          <input type="text" name="timeZone" required defaultValue={Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'} />
        </label>
        <label className="field">
          <span>Your name, for the log</span>
          <input type="text" name="by" maxLength={200} />
        </label>
        <button type="submit" className="button" disabled={busy}>
          {busy ? 'Keeping…' : 'Keep as a programme'}
        </button>
      </form>
      {failure === '' ? null : (
        <p className="failure" role="alert">
          {failure}
        </p>
      )}
    </section>
  )
}

/** The document of a design, with its messages on the days they were moved to. */
function programmeText(
  design: ProgrammeDesign,
  moved: MovedDays,
  address: Address,
  named: { id: string; name: string; timeZone: string },
): string {
  const { consent, gap, most, holdout } = designForm(address)
  const sequences = design.sequences.map((sequence) => {
    const days = daysOf(sequence, moved)
    return { ...sequence, slots: sequence.slots.map((slot, i) => movedSlot(slot, days[i] ?? slot.day, sequence.curve)) }
  })
  const said = address.holdout === undefined ? null : holdout / 100
  const { programme, remarks } = programmeOfDesign(
    { ...design, sequences },
    { ...named, language: 'en', consent: consentOf(consent), minGapDays: gap, perSequence: most, holdout: said },
  )
  return programmeYaml(programme, remarks)
}

/** A slot on another day, with whom it reaches then. */
function movedSlot(slot: Slot, day: number, curve: Curve): Slot {
  const point = day === slot.day ? null : reachOn(curve, day)
  return point === null ? { ...slot, day } : { ...slot, day, reach: point.still, low: point.low, high: point.high }
}

function consentOf(consent: DesignForm['consent']): Consent {
  if (consent.kind === 'unknown') return consent
  if (consent.kind === 'assumed') return { kind: 'assumed', reason: 'taken for granted when the programme was designed' }
  return { kind: 'rule', rule: normaliseRule({ subject: consent.property, is: consent.value }) }
}
