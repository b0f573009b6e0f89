import type { Programme } from '../../../model/programme.ts'
import { fieldsFile } from '../contact-field.ts'
import { brokenDelayLosses, deadlineLosses, flowsOf, returningLosses } from '../flow.ts'
import { withTags } from '../merge-tags.ts'
import { jsonText } from '../read-json.ts'
import { limitsTimes } from '../send-hours.ts'
import { does, doesNot, fieldAbilities, fieldNotes, untried } from '../shared-abilities.ts'
import type { Loss, Target } from '../target.ts'
import { klaviyoFlow } from './klaviyo-flow.ts'
import { readKlaviyo } from './read-klaviyo.ts'

const tool = 'Klaviyo'

/** Klaviyo: one flow a file, for its flows API of revision 2026-07-15. */
export const klaviyoTarget: Target = {
  id: 'klaviyo',
  name: tool,
  abilities: {
    ...fieldAbilities(tool),
    days: doesNot(
      'changed',
      'Klaviyo counts from the message before: where a message waits for an allowed hour or day, those after it go out so much later.',
      'Nothing to do where some hours or a weekend do not matter.',
    ),
    leaving: does('The filter of the flow is looked at before each action, and a split before each message looks once more.'),
    unsubscribe: doesNot(
      'changed',
      'Klaviyo needs its own tag {% unsubscribe %} in each template.',
      'Put it in place of the link, and bring those who unsubscribed back into the data.',
    ),
    weekdays: does('Each delay ends on an allowed day.'),
    hours: doesNot(
      'changed',
      'Klaviyo sends at one time of the day inside the allowed hours, so up to a day later.',
      'Change the time of the delays where another suits better.',
    ),
    timeZone: does('Each delay ends by the time zone of the profile, where the programme asks for it.'),
    blackouts: doesNot('byHand', 'Klaviyo does not know blackout days.', 'Set the flows to manual on these days.'),
    transactional: does(
      'A flow of its own begins with the metric of the event; its e-mail is marked transactional, which Klaviyo has to approve.',
    ),
  },
  keys: { contact: 'contact', email: 'Email' },
  build: ({ programme, templates }) => {
    const tagged = [...templates.values()].map((template) => ({
      id: template.id,
      ...withTags(template, tool, (name) => `{{ person|lookup:'${name}' }}`),
    }))
    const subjects = new Map(tagged.map(({ id, subject }) => [id, subject]))
    const flows = flowsOf(programme)
    const sent = new Set(flows.flatMap(({ messages }) => messages.map(({ message }) => message.id)))
    return {
      files: [
        fieldsFile(programme),
        ...flows.map((flow) => ({ path: `flows/${flow.id}.json`, content: jsonText(klaviyoFlow(programme, flow, subjects)) })),
        ...tagged.filter(({ id }) => sent.has(id)).map(({ id, html }) => ({ path: `templates/${id}.html`, content: html })),
      ],
      losses: [...lossesOf(programme), ...tagged.flatMap(({ losses }) => losses)],
      notes,
    }
  },
  readBack: readKlaviyo,
}

function lossesOf(programme: Programme): Loss[] {
  const broken = limitsTimes(programme.limits) ? brokenDelayLosses(programme, tool) : []
  return [...deadlineLosses(programme, tool), ...returningLosses(programme), ...broken]
}

const notes = [
  ...fieldNotes(tool),
  'Make a template of each file in templates, and put its id in place of the text that begins with TEMPLATE_ID_OF_.',
  'Make a segment for each flow that begins with SEGMENT_ID_OF_: those whose fields are as the filter of the flow says. Put its id there; for METRIC_ID_OF_ that of the metric of the event.',
  'Send each file of flows as the body of a POST to /api/flows with the header revision: 2026-07-15; Klaviyo takes 1 a second, 15 a minute, 100 a day. Every e-mail arrives as a draft.',
  'Recalled and not verified: the tag person|lookup, and that a filter is looked at before each action.',
  untried(tool, "the flows against Klaviyo's published description of its API"),
]
