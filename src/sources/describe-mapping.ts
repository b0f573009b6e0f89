import { channelRuleText } from './channel-rule.ts'
import { formatNames, isText } from './file-format.ts'
import type {
  EventsMapping,
  Mapping,
  ObjectColumn,
  PartMapping,
  PropertiesMapping,
  PropertyColumns,
  TimeColumn,
  WideMapping,
} from './mapping.ts'

/** A mapping in plain words, one sentence a line. */
export function describeMapping(mapping: Mapping): string[] {
  const lines = rowsText(mapping)
  return [describeShape(mapping), ...lines, ...mapping.parts.flatMap(describePart), `Times that name no zone are in ${mapping.timeZone}.`]
}

function rowsText(mapping: Mapping): string[] {
  if (mapping.kind === 'events') return describeEvents(mapping)
  return mapping.kind === 'wide' ? describeWide(mapping) : describeProperties(mapping)
}

function describePart({ each, mapping }: PartMapping): string[] {
  const place = each.map((path) => JSON.stringify(path)).join(', and in each of these ')
  const lines = rowsText(mapping).map((line) => line.replace(/^Each row is/, 'Each item is').replace(/^A row is/, 'An item is'))
  return [`A row also holds a list, ${place}. What is said of the row around an item stands behind ^.`, ...lines]
}

const separatorNames: Readonly<Record<string, string>> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' }

function describeShape({ format, encoding, separator, sheet, list }: Mapping): string {
  if (format !== null && !isText(format))
    return `The file is ${formatNames[format]}${sheet === null ? '' : `, sheet ${JSON.stringify(sheet)}`}.`
  const cells = separator === null ? '' : `, cells separated by ${separatorNames[separator] ?? JSON.stringify(separator)}`
  const part = list === null ? '' : `, list ${JSON.stringify(list)}`
  return `The file is ${formatNames[format ?? 'csv']} in ${(encoding ?? 'utf-8').toUpperCase()}${cells}${part}.`
}

function describeEvents(mapping: EventsMapping): string[] {
  const name =
    mapping.name.length === 0 ? `all named ${JSON.stringify(mapping.constants.name)}` : `named by ${mapping.name.join(', else ')}`
  const lines = [`Each row is one event, ${name}, at ${timeText(mapping.time)}.`, ...meaningText(mapping)]
  lines.push(
    `It concerns ${mapping.objects.map(({ type, column, empty }) => `the ${type} in ${column}${empty === '' ? '' : ` (empty: ${empty})`}`).join(', ')}.`,
  )
  lines.push(
    mapping.id === null
      ? 'Events have no id of their own: equal rows of one file are separate events, and importing the file again adds none.'
      : `Its id is ${mapping.id}.`,
  )
  if (mapping.sequence !== null) lines.push(`Events of one instant are in the order of ${mapping.sequence}.`)
  lines.push(...channelText(mapping))
  lines.push(
    mapping.initiator === null
      ? `${mapping.meanings.some(({ initiator }) => initiator !== null) ? 'Every other' : 'Every'} event was set going by the ${mapping.constants.initiator}.`
      : `Who set it going is in ${mapping.initiator.column}.`,
  )
  lines.push(...machineText(mapping), ...whereText(mapping.where, 'an event'))
  lines.push(propertiesText(mapping.properties, 'the event'))
  for (const { type, columns } of mapping.objectProperties)
    lines.push(`The ${type} is described by ${columns.map(({ column }) => column).join(', ')}.`)
  if (mapping.alias !== null) lines.push(`The contact is also known by ${mapping.alias.column}: both ids are one contact.`)
  for (const { type, columns } of mapping.changes)
    lines.push(`From its time on the ${type} has what stands in ${columns.map(({ column }) => column).join(', ')}.`)
  if (mapping.change !== null)
    lines.push(
      `The property in ${mapping.change.name} of the ${mapping.change.object} has the value in ${mapping.change.value} from then on.`,
    )
  return lines
}

/** The values of the name column that stand for something: "SENT is “E-mail sent” of the company". */
function meaningText({ meanings, name }: EventsMapping): string[] {
  if (meanings.length === 0) return []
  const said = meanings.map(({ value, name: meant, initiator }) => {
    const what = meant === null || meant === value ? value : `${value} is ${JSON.stringify(meant)}`
    return initiator === null ? what : `${what} of the ${initiator}`
  })
  return [`In ${name.join(', else ')}: ${said.join('; ')}.`]
}

function machineText({ machine }: EventsMapping): string[] {
  return machine.map(
    ({ column, texts }) => `Rows whose ${column} holds ${texts.join(' or ')} were set going by a machine and enter no figure.`,
  )
}

function whereText(where: Mapping['where'], what: string): string[] {
  if (where.length === 0) return []
  return [
    `A row is ${what} only where ${where.map(({ column, values }) => `${column} is ${values.map((value) => value || 'empty').join(' or ')}`).join(' and ')}.`,
  ]
}

function channelText({ channel, origin, constants }: EventsMapping): string[] {
  if (channel !== null) return [`The channel is ${channel}.`]
  if (constants.channel !== '') return [`The channel is always ${constants.channel}.`]
  if (origin === null) return ['Events have no channel.']
  const columns = [origin.medium, origin.source, origin.referrer].filter((column) => column !== null)
  return [`The channel follows from ${columns.join(', ')}. ${channelRuleText}`]
}

function describeWide({ where, key, events, objects, properties }: WideMapping): string[] {
  const lines = [`Each row is one ${key.type}, known by ${key.column}.`, ...whereText(where, 'taken')]
  for (const { column, format, name, when, initiator } of events) {
    const condition = when.map((test) => `${test.column} is ${test.values.join(' or ')}`).join(' and ')
    lines.push(
      `${timeText({ column, format })} is the event ${JSON.stringify(name)} of the ${initiator}${condition === '' ? '' : `, where ${condition}`}.`,
    )
  }
  lines.push('A date that changes in a later import takes the place of the earlier one; a date that is emptied takes it back.')
  return [...lines, ...objects.map((object) => belongsText(key, object)), propertiesText(properties, `the ${key.type}`)]
}

/** Ids of people are tied, other objects belong to one another (rule E7). */
function belongsText(key: ObjectColumn, { type, column }: ObjectColumn): string {
  if (type === 'contact' && key.type === 'contact') return `The contact is also known by ${column}.`
  if (type === 'contact' && key.type === 'anonymous') return `It is the same person as the contact in ${column}.`
  return `It belongs to the ${type} in ${column}.`
}

function describeProperties({ where, key, objects, properties, validFrom }: PropertiesMapping): string[] {
  const from = validFrom === null ? 'always' : `from ${timeText(validFrom)} on`
  const lines = [`Each row is one ${key.type}, known by ${key.column}. There are no events. What the row says holds ${from}.`]
  return [
    ...lines,
    ...whereText(where, 'taken'),
    ...objects.map((object) => belongsText(key, object)),
    propertiesText(properties, `the ${key.type}`),
  ]
}

function propertiesText(properties: PropertyColumns, whose: string): string {
  if (properties.kind === 'rest') return `All other columns are properties of ${whose}.`
  return properties.columns.length === 0
    ? `No column is a property of ${whose}.`
    : `Properties of ${whose}: ${properties.columns.map(({ name }) => name).join(', ')}.`
}

function timeText({ column, format }: TimeColumn): string {
  return `${column} (${format ?? 'format guessed from the first rows'})`
}
