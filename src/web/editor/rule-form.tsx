import { useQuery } from '@tanstack/react-query'
import { useEffect, useId, useState } from 'react'
import { count, countOf } from '../../map/format.ts'
import type { DocumentPath } from '../../model/document-path.ts'
import { pathText } from '../../model/document-path.ts'
import type { RuleSpec } from '../../model/rule-spec.ts'
import { useEditor } from './editor-context.ts'
import { Choice, FindingsAt, NameList, Part, TextField } from './fields.tsx'
import { countQuery } from './requests.ts'
import { freshRule, isCountable, kindOf, type RuleKind, ruleSentence } from './rule-words.ts'

type Group = Record<string, unknown>

/** One rule of the document: as a sentence with the live count of whom it fits, and opened as a form. */
export function RuleField({
  label,
  path,
  value,
  removable,
  ofSubject,
}: {
  label: string
  path: DocumentPath
  value: unknown
  removable: boolean
  ofSubject?: boolean
}) {
  const { edit } = useEditor()
  const set = (next: unknown) => edit({ kind: 'set', path, value: next })
  if (value === undefined || value === null) {
    return (
      <p className="rule-missing">
        <span>{label}</span>
        <button type="button" className="quiet" onClick={() => set(ofSubject ? { subject: '', is: '' } : { event: '' })}>
          Add a rule
        </button>
        <FindingsAt path={pathText(path)} />
      </p>
    )
  }
  return (
    <div className="rule">
      <Part
        head={
          <>
            <span className="rule-label">{label}</span>{' '}
            <span className="sentence">{ruleSentence(value) ?? 'not whole yet: open it and choose'}</span>
          </>
        }
      >
        <RulePart value={value} commit={set} ofSubject={ofSubject === true} label={label} />
        {removable ? (
          <button type="button" className="quiet" onClick={() => edit({ kind: 'remove', path })}>
            Take this rule away
          </button>
        ) : null}
      </Part>
      <LiveCount value={value} />
      <FindingsAt path={pathText(path)} />
    </div>
  )
}

/** How many meet the rule as it stands in the form. */
function LiveCount({ value }: { value: unknown }) {
  const { subjectType } = useEditor()
  const [asked, setAsked] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setAsked(value), 300)
    return () => clearTimeout(timer)
  }, [value])
  const countable = isCountable(asked)
  const counted = useQuery({ ...countQuery(subjectType, asked), enabled: countable, placeholderData: (before) => before })
  if (!countable) return null
  return (
    <p className="live-count" aria-live="polite" aria-busy={counted.isFetching}>
      {counted.data
        ? `${countOf(counted.data.subjects, subjectType)}${counted.data.events === null ? '' : `, ${count(counted.data.events)} times`}`
        : counted.isError
          ? 'cannot be counted'
          : 'counting…'}
    </p>
  )
}

const kindWords: Record<RuleKind, string> = {
  event: 'an event happens',
  subject: 'something is known of them',
  property: 'the event has a property',
  all: 'all of these hold',
  any: 'any of these holds',
  not: 'this does not hold',
}

function RulePart({
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

const countWords = { atLeast: 'at least', atMost: 'at most', fewerThan: 'fewer than' } as const

/** How often the event must have happened, and in which time. */
function HowOften({ all, put }: { all: Group; put: (changes: Group) => void }) {
  const counting = (Object.keys(countWords) as (keyof typeof countWords)[]).find((key) => all[key] !== undefined)
  const none = { atLeast: undefined, atMost: undefined, fewerThan: undefined }
  const choose = (next: string) =>
    put({ ...none, ...(next === 'once' ? { within: undefined } : { [next]: Number(all[counting ?? ''] ?? 2) }) })
  const least = counting === 'atMost' ? 0 : 1
  return (
    <div className="line">
      <Choice
        label="how often"
        value={counting ?? 'once'}
        options={[['once', 'once is enough'], ...Object.entries(countWords)]}
        commit={choose}
      />
      {counting ? (
        <>
          <TextField
            label="times"
            type="number"
            value={String(all[counting])}
            commit={(text) => put({ [counting]: Math.max(least, Math.round(Number(text)) || least) })}
          />
          <TextField
            label="within"
            hint="ever"
            value={String(all.within ?? '')}
            commit={(text) => put({ within: text.trim() || undefined })}
          />
        </>
      ) : null}
    </div>
  )
}

/** An event by name, touchpoint, channel and properties, and how often it must have happened. */
function EventPart({ value, commit }: { value: unknown; commit: (value: unknown) => void }) {
  const { names } = useEditor()
  const counted =
    typeof value === 'object' && value !== null && 'count' in value ? (value as { count: Group & { of: unknown } }).count : null
  const inner = counted ? counted.of : value
  const event: Group = typeof inner === 'string' ? (inner === '' ? {} : { event: inner }) : { ...(inner as Group) }
  const all: Group = counted ? { ...event, ...Object.fromEntries(Object.entries(counted).filter(([key]) => key !== 'of')) } : event
  const put = (changes: Group) => {
    const next = Object.fromEntries(
      Object.entries({ ...all, ...changes }).filter(([, one]) => one !== undefined && !(Array.isArray(one) && one.length === 0)),
    )
    const keys = Object.keys(next)
    commit(keys.length === 0 ? { event: '' } : keys.length === 1 && typeof next.event === 'string' ? next.event : next)
  }
  const putNames = (key: string) => (list: string[]) => put({ [key]: list.length === 1 ? list[0] : list })
  const wheres = Object.entries((all.where ?? {}) as Group)
  return (
    <div className="event-part">
      <NameList label="Event" names={textsOf(all.event)} known={names.names} commit={putNames('event')} />
      <NameList label="at touchpoint" names={textsOf(all.touchpoint)} known={names.touchpoints} commit={putNames('touchpoint')} />
      <NameList label="through channel" names={textsOf(all.channel)} known={names.channels} commit={putNames('channel')} />
      <HowOften all={all} put={put} />
      {wheres.map(([name, wanted], i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a property's name changes while it is typed.
        <div className="line" key={i}>
          <Comparison
            property={name}
            known={names.eventProperties}
            comparison={
              typeof wanted === 'object' && !Array.isArray(wanted)
                ? (wanted as Group)
                : Array.isArray(wanted)
                  ? { in: wanted }
                  : { is: wanted }
            }
            commit={(property, comparison) => {
              const rest = wheres.map(([one, old]) => (one === name ? [property, plainComparison(comparison)] : [one, old]))
              put({ where: Object.fromEntries(rest) })
            }}
          />
          <button
            type="button"
            className="quiet"
            aria-label={`Take out ${name}`}
            onClick={() => put({ where: wheres.length === 1 ? undefined : Object.fromEntries(wheres.filter(([one]) => one !== name)) })}
          >
            ×
          </button>
        </div>
      ))}
      <button
        type="button"
        className="quiet"
        onClick={() =>
          put({
            where: {
              ...((all.where as Group | undefined) ?? {}),
              [freeName(
                wheres.map(([name]) => name),
                names.eventProperties,
              )]: '',
            },
          })
        }
      >
        where a property …
      </button>
    </div>
  )
}

function ComparisonPart({ kind, group, commit }: { kind: 'subject' | 'property'; group: Group; commit: (value: unknown) => void }) {
  const { names, subjectType } = useEditor()
  const own = names.objectProperties[subjectType] ?? []
  const known =
    kind === 'property' ? names.eventProperties : [...own, ...(names.objectProperties.account ?? []).map((name) => `account.${name}`)]
  const comparison = Object.fromEntries(Object.entries(group).filter(([key]) => key !== kind))
  return (
    <div className="line">
      <Comparison
        property={String(group[kind] ?? '')}
        known={known}
        comparison={comparison}
        commit={(property, next) => commit({ [kind]: property, ...next })}
      />
    </div>
  )
}

const comparatorWords: [string, string][] = [
  ['is', 'is'],
  ['isNot', 'is not'],
  ['in', 'is one of'],
  ['notIn', 'is none of'],
  ['gt', 'is more than'],
  ['gte', 'is at least'],
  ['lt', 'is less than'],
  ['lte', 'is at most'],
  ['contains', 'contains'],
  ['exists', 'is known'],
]

function Comparison({
  property,
  known,
  comparison,
  commit,
}: {
  property: string
  known: readonly string[]
  comparison: Group
  commit: (property: string, comparison: Group) => void
}) {
  const id = useId()
  const [comparator = 'is', value = ''] = Object.entries(comparison)[0] ?? []
  const others = Object.fromEntries(Object.entries(comparison).slice(1))
  const isList = comparator === 'in' || comparator === 'notIn'
  const put = (next: string, text: string) => commit(property, { [next]: written(next, text), ...others })
  const shown = Array.isArray(value) ? value.join(', ') : String(value)
  return (
    <>
      <TextField label="Property" bare list={id} hint="property" value={property} commit={(name) => commit(name, comparison)} />
      <datalist id={id}>
        {known.slice(0, 300).map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <Choice bare label="compared how" value={comparator} options={comparatorWords} commit={(next) => put(next, shown)} />
      {comparator === 'exists' ? null : (
        <TextField label="Value" bare hint={isList ? 'one, another' : 'value'} value={shown} commit={(text) => put(comparator, text)} />
      )}
    </>
  )
}

/** The value of a comparison as the document writes it: numbers as numbers, lists for the comparators that take them. */
function written(comparator: string, text: string): unknown {
  const one = (part: string): string | number => (/^-?\d{1,15}(\.\d+)?$/.test(part) && !/^-?0\d/.test(part) ? Number(part) : part)
  if (comparator === 'exists') return true
  if (comparator === 'in' || comparator === 'notIn') return text.split(',').map((part) => one(part.trim()))
  return comparator === 'contains' ? text : one(text)
}

function plainComparison(comparison: Group): unknown {
  const keys = Object.keys(comparison)
  return keys.length === 1 && keys[0] === 'is' ? comparison.is : comparison
}

function freeName(taken: readonly string[], known: readonly string[]): string {
  return known.find((name) => !taken.includes(name)) ?? `property${taken.length + 1}`
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function textsOf(value: unknown): string[] {
  return value === undefined || value === null || value === '' ? [] : Array.isArray(value) ? value.map(String) : [String(value)]
}
