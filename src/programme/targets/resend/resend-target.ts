import type { Programme } from '../../../model/programme.ts'
import { deadlineLosses, type Flow, flowsOf } from '../flow.ts'
import { withTags } from '../merge-tags.ts'
import { jsonText } from '../read-json.ts'
import { does, doesNot, fieldAbilities, untried } from '../shared-abilities.ts'
import type { Ability, ExportFile, Target } from '../target.ts'
import { readResend } from './read-resend.ts'
import { resendAutomation, resendEvents } from './resend-automation.ts'

const tool = 'Resend'

const hoursLost = (what: string): Ability =>
  doesNot(
    'lost',
    `Resend sends when a wait is over and does not know ${what}.`,
    'Send the beginning event at an allowed hour, so that waits of whole days end at that hour too.',
  )
const signal = (what: string): Ability =>
  doesNot(
    'byHand',
    `Resend does not see ${what} by itself.`,
    'Send the event that begins the automation for those who show it, and the one that ends it when they act.',
  )

/** Resend: one automation a flow, for `automations.create` of its library from version 6.38. */
export const resendTarget: Target = {
  id: 'resend',
  name: tool,
  abilities: {
    ...fieldAbilities(tool),
    stageEntry: does('Begins with an event that is sent to Resend when a contact enters.'),
    persona: does('Each sequence has an event of its own: send that of the persona.'),
    days: doesNot('changed', 'Resend counts from the message before.', 'Nothing to do: it sends as soon as a wait is over.'),
    leaving: does('Each wait ends the automation when the event of leaving comes.'),
    consent: doesNot(
      'byHand',
      'Resend begins with whomever the event is sent for.',
      'Send it only for those with consent, as the list of who is due next names them.',
    ),
    unsubscribe: doesNot(
      'changed',
      'Resend adds its own headers to unsubscribe.',
      'Bring those who unsubscribed there back into the data, and send the event of leaving for them.',
    ),
    holdout: doesNot(
      'byHand',
      'Resend has no random split.',
      'Do not send the beginning event for those kept without messages: the list of who is due next leaves them out.',
    ),
    weekdays: hoursLost('days of the week'),
    hours: hoursLost('hours'),
    timeZone: hoursLost('time zones'),
    blackouts: doesNot('byHand', 'Resend does not know blackout days.', 'Disable the automations on these days.'),
    eventSignal: signal('the event of a signal'),
    silenceSignal: signal('silence'),
    longStaySignal: signal('a long stay'),
    returnedSignal: signal('a return to a stage'),
    transactional: does('An automation of its own begins with the event and sends at once.'),
  },
  keys: { contact: 'contact', email: 'email' },
  events: (programme) => flowsOf(programme).map((flow) => ({ column: resendEvents(programme, flow).entered, tests: flow.tests })),
  build: ({ programme, templates }) => {
    const tagged = [...templates.values()].map((template) => ({ id: template.id, ...withTags(template, tool, (name) => `{{{${name}}}}`) }))
    const subjects = new Map(tagged.map(({ id, subject }) => [id, subject]))
    const flows = flowsOf(programme)
    const sent = new Set(flows.flatMap(({ messages }) => messages.map(({ message }) => message.id)))
    return {
      files: [
        eventsFile(programme, flows),
        ...flows.map((flow) => ({ path: `automations/${flow.id}.json`, content: jsonText(resendAutomation(programme, flow, subjects)) })),
        ...tagged.filter(({ id }) => sent.has(id)).map(({ id, html }) => ({ path: `templates/${id}.html`, content: html })),
      ],
      losses: [...deadlineLosses(programme, tool), ...tagged.flatMap(({ losses }) => losses)],
      notes,
    }
  },
  readBack: readResend,
}

/** The events that must be sent to Resend, as JSON. */
function eventsFile(programme: Programme, flows: readonly Flow[]): ExportFile {
  const events = flows.flatMap((flow) => {
    const { entered, left } = resendEvents(programme, flow)
    const when = flow.kind === 'transactional' ? `when this happens: ${flow.condition}` : `when this begins: ${flow.condition}`
    const begins = { event: entered, send: when, flow: flow.id }
    return flow.kind === 'transactional'
      ? [begins]
      : [begins, { event: left, send: `when this ends: ${flow.condition}, or the contact unsubscribes`, flow: flow.id }]
  })
  return { path: 'events.json', content: jsonText(events) }
}

const notes = [
  'Make a template of each file in templates, and put its id in place of the text that begins with TEMPLATE_ID_OF_.',
  'Give each file of automations to automations.create of the library resend, version 6.38 or later. They arrive disabled: look at each, then enable it.',
  'Have the events of events.json sent to Resend for each contact: nothing begins and nothing stops without them.',
  'programme who ID --fields --target resend --out FILE.csv says for each contact, under the name of each beginning event, whether it holds now: send the event of those where it became "yes", and the one that ends it where it became "no".',
  'Recalled and not verified: the tags {{{…}}} of templates, and that an automation ends where no path leads on.',
  untried(tool, "the automations against the types of Resend's library"),
]
