import { type Address, filterQuery } from '../shell/address.ts'

/** How the second slice of a comparison is chosen: those not in the first, all, the first one's people in another period, or people of its own. */
export const secondKinds = ['others', 'everyone', 'period', 'own'] as const
export type SecondKind = (typeof secondKinds)[number]

const pastNames = ['asOf', 'known', 'timeZone', 'version']
const periodNames = ['from', 'until', 'anchor', 'before', 'period']
const isWhom = (name: string) => name === 'persona' || name === 'segment' || name === 'others' || name.startsWith('where.')
/** Both slices are of one day (rule L4). */
const isPast = (name: string) => pastNames.includes(name)
const isPeriod = (name: string) => periodNames.includes(name)

function part(address: Address, holds: (name: string) => boolean): Address {
  return Object.fromEntries(Object.entries(address).filter(([name, value]) => value && holds(name)))
}

/** What an address says of the second slice, by the names of the first. */
export function ownOfSecond(address: Address): Address {
  return Object.fromEntries(
    Object.entries(address).flatMap(([name, value]) => (name.startsWith('b.') && value ? [[name.slice(2), value]] : [])),
  )
}

/** A change of the second slice, as a change of the address. */
export function asSecond(change: Partial<Address>): Partial<Address> {
  return Object.fromEntries(Object.entries(change).map(([name, value]) => [`b.${name}`, value]))
}

/** Whether an address says whom it chooses. */
export function saysWhom(address: Address): boolean {
  return Object.keys(part(address, (name) => isWhom(name) && name !== 'others')).length > 0
}

/** The kind that an address means: what `b` says, else what is there of the second slice. */
export function secondKind(address: Address): SecondKind {
  const said = secondKinds.find((kind) => kind === address.b)
  if (said !== undefined) return said
  const own = ownOfSecond(address)
  if (saysWhom(own)) return 'own'
  return Object.keys(own).some(isPeriod) ? 'period' : 'others'
}

/** The filter of the first slice, as an address. */
export function firstSlice(address: Address): Address {
  return part(address, (name) => isWhom(name) || isPeriod(name) || isPast(name))
}

/** The filter of the second slice, as an address (rule M15); null: it is not chosen yet. */
export function secondSlice(address: Address): Address | null {
  const [first, own] = [firstSlice(address), ownOfSecond(address)]
  const period = part(first, isPeriod)
  const past = part(first, isPast)
  switch (secondKind(address)) {
    case 'everyone':
      return saysWhom(first) ? { ...period, ...past } : null
    case 'period': {
      const other = part(own, isPeriod)
      return Object.keys(other).length === 0 ? null : { ...part(first, isWhom), ...other, ...past }
    }
    case 'own': {
      const other = part(own, isPeriod)
      return saysWhom(own) ? { ...part(own, isWhom), ...(Object.keys(other).length === 0 ? period : other), ...past } : null
    }
    case 'others':
      return saysWhom(first) ? { ...first, others: first.others ? undefined : 'true' } : null
  }
}

/** The query of a comparison for the server. */
export function pairQuery(first: Address, second: Address): Record<string, string | number | undefined> {
  const other = Object.entries(filterQuery(second)).map(([name, value]) => [`b.${name}`, value])
  return { ...filterQuery(first), ...Object.fromEntries(other), ...(saysWhom(second) ? {} : { b: 'everyone' }) }
}
