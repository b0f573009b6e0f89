import type { DesignOptions } from '../programme/design-options.ts'
import type { DraftChoices } from '../programme/draft-choices.ts'
import { messageInventory } from '../programme/message-inventory.ts'
import { designBeside } from '../programme/other-design.ts'
import type { DocumentStore } from '../store/document-store.ts'
import type { EventStore } from '../store/event-store.ts'
import { draftProgramme } from './draft-programme.ts'
import type { FiguresDesk } from './figures-desk.ts'
import type { JourneyDesk } from './journey-desk.ts'
import { programmeNamed } from './kept-programmes.ts'
import { programmeCalendarDesk } from './programme-calendar-desk.ts'
import { programmeExportDesk } from './programme-export-desk.ts'
import { programmeFieldsDesk } from './programme-fields-desk.ts'
import { programmeReplayDesk } from './programme-replay-desk.ts'
import { programmesDesk } from './programmes-desk.ts'
import { sendAuditDesk } from './send-audit-desk.ts'
import type { SmtpSource } from './smtp-settings.ts'
import { testSendDesk } from './test-send-desk.ts'

/** What programmes need of the application. */
export interface ProgrammeSources {
  documents: DocumentStore
  journeys: JourneyDesk
  openEvents: () => Promise<EventStore>
  designProgramme: FiguresDesk['designProgramme']
  smtp: SmtpSource
  now: () => number
}

/** Everything that is done with e-mail programmes but their design: kept, replayed, handed over, tested, and held against today's e-mails. */
export function programmeDesks({ documents, journeys, openEvents, designProgramme, smtp, now }: ProgrammeSources) {
  const named = programmeNamed(documents.programmes)
  return {
    ...programmesDesk(documents, journeys, openEvents, now),
    ...programmeReplayDesk(documents, journeys, openEvents, designProgramme),
    ...programmeCalendarDesk(documents, journeys, openEvents),
    ...programmeFieldsDesk(documents, journeys, openEvents),
    ...programmeExportDesk({
      ids: async () => (await documents.programmes.list()).map(({ id }) => id),
      named,
      journey: async (id) => (await journeys.version(id)).journey,
      designOf: (programme) => designProgramme(programme.journey, designBeside(programme, {})),
    }),
    ...sendAuditDesk(journeys, openEvents, async (id) => messageInventory((await named(id)).programme)),
    ...testSendDesk(named, openEvents, smtp, now),
    draftProgramme: async (journeyId: string, options: DesignOptions, choices: DraftChoices) => {
      const design = await designProgramme(journeyId, options)
      return { text: draftProgramme(design, options, choices) }
    },
  }
}
