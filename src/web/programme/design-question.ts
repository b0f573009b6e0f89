import { defaultDesign } from '../../model/default-design.ts'
import { type Address, filterQuery, slicesOf } from '../shell/address.ts'

/** What a design is made with, as the form shows it: days, messages, percent. */
export interface DesignForm {
  consent: { kind: 'unknown' } | { kind: 'assumed' } | { kind: 'property'; property: string; value: string }
  personas: boolean
  gap: number
  most: number
  first: number
  holdout: number
}

/** The least and the most that each number may be, as the server checks them. */
export const designBounds = { gap: [1, 365], most: [1, 52], first: [0, 365], holdout: [0, 90] } as const
export type DesignNumber = keyof typeof designBounds

/** What each number is where nobody says otherwise. */
export const usualNumbers: Record<DesignNumber, number> = {
  gap: defaultDesign.minGapDays,
  most: defaultDesign.cap,
  first: defaultDesign.firstDay,
  holdout: defaultDesign.holdout * 100,
}

/** What an address says of the design; what it does not say, or says wrongly, is as usual. */
export function designForm(address: Address): DesignForm {
  return {
    consent: consentOf(address.consent),
    personas: address.personas === 'own',
    gap: numberOf(address, 'gap'),
    most: numberOf(address, 'most'),
    first: numberOf(address, 'first'),
    holdout: numberOf(address, 'holdout'),
  }
}

function numberOf(address: Address, name: DesignNumber): number {
  const value = Number(address[name] ?? Number.NaN)
  const [least, most] = designBounds[name]
  return Number.isInteger(value) && value >= least && value <= most ? value : usualNumbers[name]
}

function consentOf(text: string | undefined): DesignForm['consent'] {
  if (text === 'assumed') return { kind: 'assumed' }
  const at = text?.indexOf('=') ?? -1
  if (text === undefined || at < 1) return { kind: 'unknown' }
  return { kind: 'property', property: text.slice(0, at), value: text.slice(at + 1) }
}

/** What the server is asked, from an address. */
export function designBody(address: Address): Record<string, unknown> {
  const { consent, personas, gap, most, first, holdout } = designForm(address)
  const rule =
    consent.kind === 'property' ? { subject: consent.property, is: consent.value } : consent.kind === 'assumed' ? 'assumed' : null
  return {
    consent: rule,
    personas,
    minGapDays: gap,
    cap: most,
    firstDay: first,
    holdout: holdout / 100,
    filter: filterOf(address),
  }
}

/** The filter of an address as the server's body has it. */
function filterOf(address: Address): Record<string, unknown> {
  const flat = Object.entries(filterQuery(address)).filter(([name, value]) => value !== undefined && !name.startsWith('where.'))
  const typed = flat.map(([name, value]) => [name, typedFilter[name]?.(String(value)) ?? value])
  return { ...Object.fromEntries(typed), where: Object.fromEntries(slicesOf(address)) }
}

const typedFilter: Record<string, (text: string) => unknown> = {
  others: (text) => text === 'true',
  beforeDays: Number,
  version: Number,
}
