import { plainName } from '../sources/column-names.ts'
import type { Inspection } from '../sources/inspect-file.ts'
import type { MappingSpec } from '../sources/mapping-spec.ts'

/** A file of several, as far as e-mail addresses are concerned. */
export interface AddressedFile {
  path: string
  inspection: Inspection | null
  spec: MappingSpec | null
  notes: string[]
}

const addressNames = ['email', 'e_mail', 'email_address', 'e_mail_address', 'property_email']

/**
 * Where one file knows contacts by an id and has their address, and another knows them by address only, the table of contacts also names the address: by rule
 * E7 both ids are then one contact. Not where an address stands in several rows: people who share one are not one person.
 */
export function tieAddresses(files: readonly AddressedFile[]): void {
  const byAddress = files.filter((file) => contactColumn(file) !== null && isAddresses(valuesOf(file, contactColumn(file) ?? '')))
  if (byAddress.length === 0) return
  for (const file of files) {
    const { spec, notes } = file
    if (spec === null || spec.kind === 'events' || byAddress.includes(file)) continue
    const address = file.inspection?.columns.find((column) => addressNames.includes(plainName(column)))
    if (!('contact' in spec.key) || spec.objects?.contact !== undefined || address === undefined) continue
    const values = valuesOf(file, address).map((value) => value.toLowerCase())
    if (new Set(values).size < values.length) {
      notes.push(`Some addresses in ${address} stand in several rows. So addresses and ids of contacts are not tied.`)
      continue
    }
    spec.objects = { ...spec.objects, contact: { column: address, lowerCase: true } }
    notes.push(`Other files know contacts by their address: ${address} and the id of the row are tied as one contact.`)
  }
  for (const { spec } of byAddress) foldAddresses(spec)
}

/** The column by which a file names contacts; null where it names none. */
function contactColumn({ spec }: AddressedFile): string | null {
  const given = spec === null ? undefined : spec.kind === 'events' ? spec.objects.contact : (spec.key.contact ?? spec.objects?.contact)
  if (given === undefined) return null
  return typeof given === 'string' ? given : given.column
}

function foldAddresses(spec: MappingSpec | null) {
  const objects = spec === null ? undefined : spec.kind === 'events' || !('contact' in spec.key) ? spec.objects : spec.key
  const given = objects?.contact
  if (objects === undefined || given === undefined) return
  objects.contact = typeof given === 'string' ? { column: given, lowerCase: true } : { ...given, lowerCase: true }
}

function valuesOf({ inspection }: AddressedFile, column: string): string[] {
  if (inspection === null) return []
  const index = inspection.columns.indexOf(column)
  return inspection.rows.map((row) => row[index] ?? '').filter((value) => value !== '')
}

function isAddresses(values: readonly string[]): boolean {
  const addresses = values.filter((value) => /^[^@\s]+@[^@\s]+$/.test(value))
  return values.length > 0 && addresses.length >= 0.8 * values.length
}
