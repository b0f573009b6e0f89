import { type MailRole, mailRoles, type SendAuditOptions } from '../../map/send-audit.ts'
import type { Address } from '../shell/address.ts'

/** Days between two e-mails where nobody says otherwise. */
const usualGapDays = 7

/** What an audit is asked with, as its form has it: `events` are those that someone named. */
export interface AuditForm {
  minGapDays: number
  country: string
  quarter: string
  events: Partial<Record<MailRole, string[]>>
}

/** The form that an address says; what it does not say is guessed from the data or usual. */
export function auditForm(address: Address): AuditForm {
  const days = Number(address.soon)
  const events = mailRoles.flatMap((role) => {
    const written = address[role]
    return written === undefined ? [] : [[role, readNames(written)] as const]
  })
  return {
    minGapDays: address.soon && days > 0 && days <= 366 ? days : usualGapDays,
    country: address.country ?? '',
    quarter: address.quarter ?? '',
    events: Object.fromEntries(events),
  }
}

/** A form as the part of an address that says it, so that it can be sent to someone. */
export function auditAddress({ minGapDays, country, quarter, events }: AuditForm): Partial<Address> {
  const roles = mailRoles.map((role) => [role, events[role] === undefined ? undefined : writeNames(events[role])])
  return {
    soon: minGapDays === usualGapDays ? undefined : String(minGapDays),
    country: country || undefined,
    quarter: quarter || undefined,
    ...Object.fromEntries(roles),
  }
}

/** A form as the server is asked with. */
export function auditOptions({ minGapDays, country, quarter, events }: AuditForm): SendAuditOptions {
  return {
    minGapDays,
    ...(country === '' ? {} : { country }),
    ...(quarter === '' ? {} : { quarter }),
    ...(Object.keys(events).length === 0 ? {} : { events }),
  }
}

/** Names with bars between them; none is a bar alone, since an empty value would not stand in an address. */
function writeNames(names: readonly string[]): string {
  return names.length === 0 ? '|' : names.map((name) => name.replaceAll(/[\\|]/g, '\\$&')).join('|')
}

function readNames(written: string): string[] {
  return [...written.matchAll(/(?:[^\\|]|\\.)+/gs)].map(([name]) => name.replaceAll(/\\(.)/gs, '$1'))
}
