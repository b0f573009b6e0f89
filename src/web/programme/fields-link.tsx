import { addressOf } from '../../api/contract.ts'

/** A file of what a tool is told of each contact, under the names of its export. */
export function FieldsLink({ programme, target }: { programme: string; target: string }) {
  return (
    <a className="quiet" href={addressOf('programmeFieldsCsv', { programme }, { target })} download>
      Download the contact fields
    </a>
  )
}
