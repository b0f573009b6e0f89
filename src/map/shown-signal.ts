/** The kinds of signal that people behind a count can be listed of (rule R5). */
export const signalKinds = ['event', 'repeated', 'support', 'returned', 'silence', 'longStay'] as const

/** A signal as it was judged: by which day of the stage (days since entry), of which event or touchpoint (empty: of none), and of silence and a long stay how long that is, in days (0: of no other). */
export interface ShownSignal {
  kind: (typeof signalKinds)[number]
  byDay: number
  name: string
  days: number
}

/** A signal as the name of the set `signal`: "10d event import failed", "10d silence 4d", "10d support". */
export function signalName({ kind, byDay, name, days }: ShownSignal): string {
  const more = days > 0 ? `${days}d` : name
  return `${byDay}d ${kind}${more === '' ? '' : ` ${more}`}`
}

const written = /^(\d{1,5}(?:\.\d+)?)d (\w+)(?: (.*))?$/su

/** A name of the set `signal` read back; null: it is none. */
export function readSignalName(text: string): ShownSignal | null {
  const [, byDay = '', word = '', more = ''] = written.exec(text) ?? []
  const kind = signalKinds.find((one) => one === word)
  if (kind === undefined) return null
  const named = kind === 'event' || kind === 'repeated'
  const timed = kind === 'silence' || kind === 'longStay'
  const days = timed ? Number(/^(\d{1,5}(?:\.\d+)?)d$/.exec(more)?.[1] ?? Number.NaN) : 0
  if (Number.isNaN(days) || (named ? more === '' : !timed && more !== '')) return null
  return { kind, byDay: Number(byDay), name: named ? more : '', days }
}

/** Such a signal in words, as the end of "showed by day 10: …". */
export function signalWords({ kind, name, days }: ShownSignal): string {
  switch (kind) {
    case 'event':
      return `the event “${name}”`
    case 'repeated':
      return `“${name}” again and again`
    case 'support':
      return 'contacting support'
    case 'returned':
      return 'coming back from a later stage'
    case 'silence':
      return `doing nothing for ${days} d`
    case 'longStay':
      return `staying beyond day ${days}`
  }
}
