import { Comparison, plainComparison } from './comparison.tsx'
import { useEditor } from './editor-context.ts'
import { Choice, NameList, TextField } from './fields.tsx'

type Group = Record<string, unknown>

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
export function EventPart({ value, commit }: { value: unknown; commit: (value: unknown) => void }) {
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

function freeName(taken: readonly string[], known: readonly string[]): string {
  return known.find((name) => !taken.includes(name)) ?? `property${taken.length + 1}`
}

function textsOf(value: unknown): string[] {
  return value === undefined || value === null || value === '' ? [] : Array.isArray(value) ? value.map(String) : [String(value)]
}
