import { strToU8, zipSync } from 'fflate'
import { dayText, type LocalDay } from '../../../model/local-day.ts'
import type { Programme } from '../../../model/programme.ts'
import { fieldsFile } from '../contact-field.ts'
import { brokenDelayLosses, deadlineLosses, flowsOf, returningLosses } from '../flow.ts'
import { withTags } from '../merge-tags.ts'
import { jsonText } from '../read-json.ts'
import { does, doesNot, fieldAbilities, fieldNotes, untried } from '../shared-abilities.ts'
import type { Loss, Target } from '../target.ts'
import { mauticCampaign, mauticTag } from './mautic-campaign.ts'
import { readMautic } from './read-mautic.ts'

const tool = 'Mautic'

/** Mautic 7: one campaign a flow, each a zip that its import takes. */
export const mauticTarget: Target = {
  id: 'mautic',
  name: tool,
  abilities: {
    ...fieldAbilities(tool),
    days: doesNot(
      'changed',
      'Mautic counts from the message before: where a message waits for an allowed hour or day, those after it go out so much later.',
      'Nothing to do where some hours or a weekend do not matter.',
    ),
    leaving: does('Just before each message a condition looks whether the fields still hold; if not, the campaign ends for the contact.'),
    unsubscribe: doesNot(
      'changed',
      'Mautic adds its own headers to unsubscribe; the link in the message is that of the programme.',
      'Put {unsubscribe_url} of Mautic in its place, or bring those who unsubscribed there back into Mautic.',
    ),
    weekdays: doesNot(
      'changed',
      'On a day that is not allowed Mautic goes on to the next allowed one at the same time of the day, not at its first hour.',
      'Nothing to do: the day is kept.',
    ),
    hours: does('Each wait is bound to the allowed hours.'),
    timeZone: does(
      'Mautic keeps the hours of the time zone of each contact, else of its own default: set that to the zone of the programme.',
    ),
    blackouts: doesNot('byHand', 'Mautic does not know blackout days.', 'Unpublish the campaigns on these days.'),
    transactional: doesNot('byHand', 'Mautic is not told of the event by itself.', 'Set the field of the message when the event happens.'),
  },
  keys: { contact: 'contact', email: 'email' },
  build: ({ programme, templates, date }) => {
    const zips = flowsOf(programme).map((flow) => ({
      path: `campaigns/${flow.id}.zip`,
      content: stored(`${flow.id}.json`, jsonText(mauticCampaign(programme, flow, templates)), date),
    }))
    const tagged = [...templates.values()].flatMap((template) => withTags(template, tool, mauticTag).losses)
    return { files: [fieldsFile(programme), ...zips], losses: [...lossesOf(programme), ...tagged], notes }
  },
  readBack: readMautic,
}

/** A zip of one entry that is stored as it is: Mautic refuses what shrinks more than tenfold. */
function stored(name: string, text: string, date: LocalDay): Uint8Array {
  return zipSync({ [name]: [strToU8(text), { level: 0, mtime: `${dayText(date)}T12:00:00` }] })
}

function lossesOf(programme: Programme): Loss[] {
  return [...deadlineLosses(programme, tool), ...returningLosses(programme), ...brokenDelayLosses(programme, tool)]
}

const notes = [
  ...fieldNotes(tool),
  'Import each zip of campaigns under Campaigns, or by POST to /api/campaigns/import. Everything lands unpublished: look at it, then publish segment, e-mails and campaign.',
  'Import each once: what has the same uuid is matched, not made again.',
  'Mautic takes the time zone of a contact from its own field timezone: fill it where zones are kept.',
  'Read in its sources: how waits, hours, weekdays and time zones are kept. Recalled and not verified: the filters of a segment, and the properties of the condition on a contact field.',
  untried(tool, 'the JSON against the shape that its import takes, and the campaigns run by a simulation; no import was tried'),
]
