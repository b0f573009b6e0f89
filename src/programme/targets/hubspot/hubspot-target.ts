import type { Programme } from '../../../model/programme.ts'
import { fieldsFile } from '../contact-field.ts'
import { deadlineLosses, type Flow, flowsOf } from '../flow.ts'
import { type TaggedMessage, withTags } from '../merge-tags.ts'
import { jsonText } from '../read-json.ts'
import { does, doesNot, fieldAbilities, fieldNotes, untried } from '../shared-abilities.ts'
import type { ExportFile, ExportInput, Loss, Target } from '../target.ts'
import { emailPlaceholder, type HubspotWorkflow, hubspotActions, hubspotWorkflow, isTooLong } from './hubspot-workflow.ts'
import { hubspotMessagesPath, readHubspot } from './read-hubspot.ts'

const tool = 'HubSpot'

/** HubSpot: one workflow a flow, for its automation API, with the e-mails to be made by hand. */
export const hubspotTarget: Target = {
  id: 'hubspot',
  name: tool,
  abilities: {
    ...fieldAbilities(tool),
    days: doesNot(
      'changed',
      'HubSpot counts from the message before: where a message waits for an allowed hour, those after it go out so much later.',
      'Nothing to do where some hours or a weekend do not matter.',
    ),
    leaving: does('A contact is taken out of the workflow as soon as its fields change.'),
    unsubscribe: doesNot(
      'changed',
      'HubSpot adds its own link and headers to unsubscribe.',
      'Choose the subscription type of each e-mail, and bring those who unsubscribed back into the data.',
    ),
    weekdays: does('The workflow acts only on the allowed days.'),
    hours: does('The workflow acts only within the allowed hours.'),
    timeZone: doesNot(
      'changed',
      "HubSpot keeps the hours of the account's time zone, not of each contact.",
      'Set the time zone of the account, or use a workflow for each zone.',
    ),
    blackouts: does('The days are blocked dates of the workflow.'),
    holidays: does(
      'The public holidays of the year of the export and of the next are blocked dates of the workflow; export it again after that.',
    ),
    transactional: doesNot(
      'byHand',
      'Owed messages need the transactional e-mail of HubSpot, and a field instead of the event.',
      'Set the field of the message when the event happens, and make its e-mail a transactional one.',
    ),
  },
  keys: { contact: 'contact', email: 'Email' },
  build: (input) => {
    const tagged = [...input.templates.values()].map((template) => ({
      id: template.id,
      ...withTags(template, tool, (name) => `{{ contact.${name}|escape }}`),
    }))
    return {
      files: filesOf(input, tagged),
      losses: [...lossesOf(input.programme), ...tagged.flatMap(({ losses }) => losses)],
      notes: notes(),
    }
  },
  readBack: readHubspot,
}

function filesOf({ programme, date }: ExportInput, tagged: readonly (TaggedMessage & { id: string })[]): ExportFile[] {
  const flows = flowsOf(programme)
  const sent = new Set(flows.flatMap(({ messages }) => messages.map(({ message }) => message.id)))
  return [
    fieldsFile(programme),
    ...flows.map((flow) => ({ path: pathOf(flow), content: jsonText(hubspotWorkflow(programme, flow, date)) })),
    { path: hubspotMessagesPath, content: jsonText(flows.flatMap((flow) => messageLines(flow, hubspotWorkflow(programme, flow, date)))) },
    ...tagged.filter(({ id }) => sent.has(id)).map(({ id, html }) => ({ path: `emails/${id}.html`, content: html })),
  ]
}

function pathOf(flow: Flow): string {
  return `workflows/${flow.id}.json`
}

/** Which action sends which message. */
function messageLines(flow: Flow, { actions }: HubspotWorkflow) {
  const sends = actions.filter(({ actionTypeId }) => actionTypeId === hubspotActions.send)
  return flow.messages.map(({ message: { id, name, subjects } }, index) => {
    const action = sends[index]?.actionId ?? ''
    return { workflow: pathOf(flow), action, id, name, kind: flow.kind, subject: subjects[0] ?? name, email: emailPlaceholder(id) }
  })
}

function lossesOf(programme: Programme): Loss[] {
  const long = programme.limits.blackouts.filter(isTooLong)
  return [
    ...deadlineLosses(programme, tool),
    ...long.map(({ name }): Loss => {
      const text = `The blackout "${name}" has more days than are written one by one.`
      return { part: 'blackouts', where: null, kind: 'byHand', text, wayOut: 'Switch the workflows off when the written days are over.' }
    }),
  ]
}

function notes(): string[] {
  return [
    ...fieldNotes(tool),
    `Make an e-mail for automation of each file in emails; ${hubspotMessagesPath} has its subject. Put its id in place of the text that begins with EMAIL_ID_OF_ in the workflows.`,
    'Send each file of workflows as the body of a POST to /automation/v4/flows. They arrive switched off: look at each, then turn it on.',
    `Recalled and not verified: the kinds of action ${hubspotActions.wait} (wait) and ${hubspotActions.send} (send) with their fields, the operator IS_EQUAL_TO, and the tag {{ contact.… }} with its filter.`,
    untried(tool, "the workflows against HubSpot's published description of its API, and run by a simulation"),
  ]
}
