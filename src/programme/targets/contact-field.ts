import type { Programme } from '../../model/programme.ts'
import { stableUuid } from './stable-uuid.ts'
import type { ExportFile } from './target.ts'

/** Fields that a programme has of each contact: those that flows read, then those for people, segments and texts. */
export type FieldOfProgramme = (typeof neededFields)[number] | (typeof toldFields)[number]

const neededFields = ['sequence', 'since', 'stage'] as const
const toldFields = ['days_in_stage', 'next_message', 'next_day', 'persona', 'account', 'deal_open', 'consent'] as const

/** Stands where a contact is in nothing: no id can be written so, and a cell that is empty would leave in some tools what stood there before. */
export const inNothing = '(none)'

/** What a tool must be told of each contact, and what it means. */
interface ContactField {
  field: string
  type: 'text' | 'number' | 'date' | 'date and time'
  values: string
  meaning: string
}

/** The file that names the contact fields of an export. */
export const fieldsPath = 'contact-fields.csv'

/** The name of a programme's field in a tool: lower case, digits and underscores, as every tool takes it. */
export function fieldName(programme: Pick<Programme, 'id'>, what: FieldOfProgramme): string {
  return `${plainName(programme.id)}_${what}`
}

/** The name of the field that says that a friction message's signal holds, or that a message is owed. */
export function messageField(programme: Pick<Programme, 'id'>, message: string): string {
  return `${plainName(programme.id)}_message_${plainName(message)}`
}

/** An id in such letters; where two ids would come out alike, with a mark of its own. */
function plainName(id: string): string {
  const plain = id.toLowerCase().replaceAll(/[^a-z0-9]/g, '_')
  return /^[a-z0-9-]+$/.test(id) ? plain : `${plain}_${stableUuid(id).slice(0, 4)}`
}

/** The value of the sequence field: the stage, with the persona where the sequence is one persona's own. */
export function sequenceValue({ stage, persona }: { stage: string; persona: string | null }): string {
  return persona === null ? stage : `${stage}:${persona}`
}

/** A value of the sequence field read back. */
export function readSequenceValue(value: string): { stage: string; persona: string | null } {
  const [stage = '', ...persona] = value.split(':')
  return { stage, persona: persona.length === 0 ? null : persona.join(':') }
}

/** The fields that a programme needs in a tool, as CSV. Who may not be written to (rule R1) is in nothing by them, so that consent and holdout are those of the programme in every tool. */
export function fieldsFile(programme: Programme): ExportFile {
  const rows = contactFields(programme).map(({ field, type, values, meaning }) => [field, type, values, meaning])
  const lines = [['field', 'type', 'values', 'meaning'], ...rows].map((cells) => cells.map(quoted).join(','))
  return { path: fieldsPath, content: `${lines.join('\n')}\n` }
}

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`
}

/** The fields of a programme, those that flows read first. */
export function contactFields(programme: Programme): ContactField[] {
  const may = `${inNothing} or empty for those without consent and those kept without messages. Who has it so leaves for good.`
  const stages = [...new Set([...programme.sequences, ...programme.friction].map(({ stage }) => stage))]
  return [
    {
      field: fieldName(programme, 'sequence'),
      type: 'text',
      values: programme.sequences.map(sequenceValue).join(' | '),
      meaning: `The sequence that the contact is in now: stage, or stage:persona. ${may}`,
    },
    { field: fieldName(programme, 'since'), type: 'date and time', values: 'ISO 8601', meaning: 'When the contact entered that stage.' },
    {
      field: fieldName(programme, 'stage'),
      type: 'text',
      values: stages.join(' | '),
      meaning: `The stage that the contact is in now. ${may}`,
    },
    ...programme.friction.map(({ id, name }): ContactField => {
      const meaning = `"yes" from the signal of "${name}" on; "no" or empty again when the contact has acted.`
      return { field: messageField(programme, id), type: 'text', values: 'yes | no', meaning }
    }),
    ...programme.transactional.map(({ id, name }): ContactField => {
      const meaning = `"yes" when "${name}" is owed; "no" or empty again after it.`
      return { field: messageField(programme, id), type: 'text', values: 'yes | no', meaning }
    }),
    ...toldFields.map((what): ContactField => ({ field: fieldName(programme, what), ...told[what] })),
  ]
}

/** Whether a field is for people alone. */
export function isToldField(programme: Pick<Programme, 'id'>, field: string): boolean {
  return toldFields.some((what) => fieldName(programme, what) === field)
}

const unread = 'No flow reads it.'

const told: Readonly<Record<(typeof toldFields)[number], Omit<ContactField, 'field'>>> = {
  days_in_stage: { type: 'number', values: 'days', meaning: `How long the contact has been in the stage. ${unread}` },
  next_message: { type: 'text', values: 'id of a message', meaning: `The message that is due next. ${unread}` },
  next_day: { type: 'date', values: 'ISO 8601', meaning: `The day on which it goes, by the limits of the programme. ${unread}` },
  persona: { type: 'text', values: 'id of a persona', meaning: `The persona of the contact. ${unread}` },
  account: { type: 'text', values: 'id of an account', meaning: `The account of the contact. ${unread}` },
  deal_open: {
    type: 'text',
    values: 'yes | no',
    meaning: `Whether a deal of the account is open; empty where the programme does not ask. ${unread}`,
  },
  consent: { type: 'text', values: 'yes | no', meaning: `Whether the contact may be written to now. ${unread}` },
}
