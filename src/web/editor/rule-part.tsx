import type { RuleSpec } from '../../model/rule-spec.ts'
import { ComparisonPart } from './comparison.tsx'
import { EventPart } from './event-part.tsx'
import { Choice } from './fields.tsx'
import { freshRule, kindOf, type RuleKind } from './rule-words.ts'

type Group = Record<string, unknown>

const kindWords: Record<RuleKind, string> = {
  event: 'an event happens',
  subject: 'something is known of them',
  property: 'the event has a property',
  all: 'all of these hold',
  any: 'any of these holds',
  not: 'this does not hold',
}

/** One part of a rule as a form, with the parts inside it. */
export function RulePart({
  value,
  commit,
  ofSubject,
  label,
}: {
  value: unknown
  commit: (value: unknown) => void
  ofSubject: boolean
  label: string
}) {
  const kind = kindOf(value)
  const kinds = (Object.keys(kindWords) as RuleKind[]).filter((one) => !ofSubject || (one !== 'event' && one !== 'property'))
  const group = (typeof value === 'object' && value !== null ? value : {}) as Group
  return (
    <fieldset className="rule-part" data-kind={kind}>
      <legend className="hidden">{label}</legend>
      <Choice
        bare
        label="What must be so"
        value={kind}
        options={kinds.map((one) => [one, kindWords[one]])}
        commit={(next) => commit(freshRule(next as RuleKind, value as RuleSpec))}
      />
      {kind === 'event' ? <EventPart value={value} commit={commit} /> : null}
      {kind === 'subject' || kind === 'property' ? <ComparisonPart kind={kind} group={group} commit={commit} /> : null}
      {kind === 'not' ? (
        <RulePart value={group.not} commit={(not) => commit({ not })} ofSubject={ofSubject} label="The part that must not hold" />
      ) : null}
      {kind === 'all' || kind === 'any' ? (
        <SeveralParts kind={kind} parts={listOf(group[kind])} commit={commit} ofSubject={ofSubject} />
      ) : null}
    </fieldset>
  )
}

function SeveralParts({
  kind,
  parts,
  commit,
  ofSubject,
}: {
  kind: 'all' | 'any'
  parts: readonly unknown[]
  commit: (value: unknown) => void
  ofSubject: boolean
}) {
  const put = (next: readonly unknown[]) => commit({ [kind]: next })
  return (
    <>
      <ol className="rule-parts">
        {parts.map((part, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of a rule have nothing but their place.
          <li key={i}>
            <RulePart
              value={part}
              ofSubject={ofSubject}
              label={`Part ${i + 1}`}
              commit={(next) => put(parts.map((one, at) => (at === i ? next : one)))}
            />
            {parts.length > 1 ? (
              <button
                type="button"
                className="quiet"
                aria-label={`Take out part ${i + 1}`}
                onClick={() => put(parts.filter((_, at) => at !== i))}
              >
                Take out
              </button>
            ) : null}
          </li>
        ))}
      </ol>
      <button type="button" className="quiet" onClick={() => put([...parts, ofSubject ? { subject: '', is: '' } : { event: '' }])}>
        {kind === 'all' ? 'And …' : 'Or …'}
      </button>
    </>
  )
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
