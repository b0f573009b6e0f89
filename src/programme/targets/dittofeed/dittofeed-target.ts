import type { Programme } from '../../../model/programme.ts'
import { fieldName, fieldsFile } from '../contact-field.ts'
import { deadlineLosses, type Flow, flowsOf, returningLosses } from '../flow.ts'
import { withContactNamed } from '../merge-tags.ts'
import { messageLabel } from '../message-label.ts'
import { jsonText } from '../read-json.ts'
import { clockOf, limitsTimes, sendMinute } from '../send-hours.ts'
import { does, doesNot, fieldAbilities, fieldNotes, untried } from '../shared-abilities.ts'
import type { ExportFile, ExportInput, Loss, Target } from '../target.ts'
import { dittofeedJourney, sinceProperty, subscriptionGroupId, templateId } from './dittofeed-journey.ts'
import { insideSegment, outsideSegment, workspaceId } from './dittofeed-segments.ts'
import { readDittofeed } from './read-dittofeed.ts'

const tool = 'Dittofeed'

/** Dittofeed: segments, templates and journeys as its admin API takes them, a file a request. */
export const dittofeedTarget: Target = {
  id: 'dittofeed',
  name: tool,
  abilities: {
    ...fieldAbilities(tool),
    days: does('Each message waits for its day after the date in the since field, whatever happened to those before it.'),
    leaving: does(
      'The journey ends when the fields change while it waits for the least gap, and it looks once more just before each message.',
    ),
    unsubscribe: does('Headers and link are those of the programme; the subscription group counts besides.'),
    weekdays: doesNot(
      'changed',
      'Dittofeed judges the day of the week in UTC.',
      'Far east and far west of Greenwich, check what goes out around midnight UTC.',
    ),
    hours: doesNot(
      'changed',
      'Dittofeed knows a time of the day and no span of hours: messages go out at one time inside the span, so up to a day later; what waits while clocks change goes out an hour off, and the one after it up to a working day later.',
      'Change the hour of the delay nodes where another suits better.',
    ),
    timeZone: doesNot(
      'changed',
      'Dittofeed takes the time zone from the place of a contact (user property latLon), and UTC where that is not known.',
      'Fill latLon of each contact; without it hours and days are those of UTC.',
    ),
    blackouts: doesNot('byHand', 'Dittofeed does not know blackout days.', 'Pause the journeys on these days.'),
    transactional: does('A journey of its own begins with the event and sends at once, without a subscription group.'),
  },
  keys: { contact: 'id', email: 'email' },
  build: (input) => {
    const tagged = [...input.templates.values()].flatMap((template) => withContactNamed(template, tool, 'user').losses)
    return { files: filesOf(input), losses: [...lossesOf(input.programme), ...tagged], notes: notes(input.programme) }
  },
  readBack: readDittofeed,
}

function filesOf({ programme, templates }: ExportInput): ExportFile[] {
  const flows = flowsOf(programme)
  const written = flows.flatMap((flow) => [...flow.messages.map(({ message }) => message)])
  return [
    fieldsFile(programme),
    json('user-properties/since', userProperty(programme)),
    ...flows.filter(({ event }) => event === null).flatMap((flow) => segmentFiles(programme, flow)),
    ...written.map((message) => json(`templates/${message.id}`, templateOf(programme, message, templates))),
    ...flows.map((flow) => json(`journeys/${flow.id}`, dittofeedJourney(programme, flow))),
  ]
}

function json(path: string, body: unknown): ExportFile {
  return { path: `${path}.json`, content: jsonText(body) }
}

function segmentFiles(programme: Programme, flow: Flow): ExportFile[] {
  return [json(`segments/in-${flow.id}`, insideSegment(programme, flow)), json(`segments/out-${flow.id}`, outsideSegment(programme, flow))]
}

function userProperty(programme: Programme) {
  const name = fieldName(programme, 'since')
  return { workspaceId, id: sinceProperty(programme), name, definition: { type: 'Trait', path: name } }
}

function templateOf(programme: Programme, message: { id: string; name: string }, templates: ExportInput['templates']) {
  const template = templates.get(message.id)
  const named = template === undefined ? { subject: message.name, html: '' } : withContactNamed(template, tool, 'user')
  const { sender } = programme
  const headers = template?.headers.filter(({ name }) => name.toLowerCase().startsWith('list-unsubscribe')) ?? []
  return {
    workspaceId,
    id: templateId(programme, message.id),
    name: messageLabel(message),
    definition: {
      type: 'Email',
      from: sender === null ? 'SENDER_EMAIL' : sender.email,
      subject: named.subject,
      body: named.html,
      ...(sender?.replyTo == null ? {} : { replyTo: sender.replyTo }),
      ...(headers.length === 0
        ? {}
        : { headers: headers.map(({ name, value }) => ({ name, value: value.replaceAll(/\bcontact\./g, 'user.') })) }),
    },
  }
}

function lossesOf(programme: Programme): Loss[] {
  const zone: Loss = {
    part: 'timeZone',
    where: null,
    kind: 'changed',
    text: `Days and hours are not those of ${programme.timeZone}, but of each contact's place, else of UTC.`,
    wayOut: 'Fill the user property latLon of each contact.',
  }
  const zoned = limitsTimes(programme.limits) && programme.zoneProperty === null && programme.timeZone !== 'UTC'
  return [...deadlineLosses(programme, tool), ...returningLosses(programme), ...(zoned ? [zone] : [])]
}

function notes(programme: Programme): string[] {
  const hour = limitsTimes(programme.limits) ? [`Messages go out at ${clockOf(sendMinute(programme.limits))}.`] : []
  return [
    ...fieldNotes(tool),
    `In every file, put the id of your workspace in place of ${workspaceId}, and that of an opt-out subscription group in place of ${subscriptionGroupId}.`,
    'Send the files in this order, each as the body of a PUT with your admin key: user-properties to /api/admin/user-properties, segments to /api/admin/segments, templates to /api/admin/content/templates, journeys to /api/admin/journeys.',
    'The journeys arrive not started: look at each, then start it.',
    ...hour,
    'Journeys, delays, segments and time zones were read in the sources of Dittofeed; the user property of kind Trait and its path were recalled and not verified.',
    untried(tool, 'the files against the shapes that its sources give, and the journeys run by a simulation'),
  ]
}
