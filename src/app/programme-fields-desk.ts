import type { ContactFieldTable, FieldsQuery } from '../map/contact-field-table.ts'
import { countOf } from '../map/format.ts'
import type { Programme } from '../model/programme.ts'
import { addressProperty, fieldTally } from '../programme/field-tally.ts'
import { replay } from '../programme/replay.ts'
import type { Colleagues } from '../programme/replay-people.ts'
import { targetNamed } from '../programme/targets/target-registry.ts'
import type { DocumentStore } from '../store/document-store.ts'
import type { EventStore } from '../store/event-store.ts'
import type { JourneyDesk } from './journey-desk.ts'
import { programmeNamed, programmesBeside } from './kept-programmes.ts'
import { eachColleagues, type ReplayRequest } from './programme-people.ts'
import { programmePopulation } from './programme-population.ts'

/** What tools are told of the contacts of a programme. */
export interface ProgrammeFieldsDesk {
  programmeFields(id: string, query: FieldsQuery, request?: ReplayRequest): Promise<ContactFieldTable>
}

export function programmeFieldsDesk(
  documents: DocumentStore,
  journeys: JourneyDesk,
  openEvents: () => Promise<EventStore>,
): ProgrammeFieldsDesk {
  const named = programmeNamed(documents.programmes)
  return {
    programmeFields: async (id, { target: targetId, limit, offset }, request) => {
      const target = targetNamed(targetId)
      const { programme, paused } = await named(id)
      const { population, horizon } = await programmePopulation(journeys, programme)
      const tally = fieldTally(programme, target, population.horizon)
      const programmes = [programme, ...(await programmesBeside(documents.programmes, programme))]
      const go = replay({ programmes, journey: population.journey, horizon: population.horizon })
      const asked = { population, programmes, beside: false, underWay: true, properties: [addressProperty] }
      const take = (colleagues: Colleagues) => {
        go(colleagues, tally.tell)
        tally.endOfPeople(colleagues)
      }
      await eachColleagues(await openEvents(), asked, take, request)
      const { columns, rows, inStage, inSeveral } = tally.result()
      const notes = fieldNotes(programme, {
        isPaused: paused !== null,
        inSeveral,
        withoutAddress: rows.filter((row) => row[1] === '').length,
      })
      const said = { programme: { id: programme.id, name: programme.name }, target: { id: target.id, name: target.name }, horizon }
      return { ...said, columns, total: rows.length, inStage, rows: rows.slice(offset, offset + limit), notes }
    },
  }
}

function fieldNotes(
  { consent }: Programme,
  { isPaused, inSeveral, withoutAddress }: { isPaused: boolean; inSeveral: number; withoutAddress: number },
): string[] {
  return [
    ...(withoutAddress > 0
      ? [`${countOf(withoutAddress, 'contact')} without an address: the data hold no property "${addressProperty}" of them.`]
      : []),
    ...(inSeveral > 0
      ? [`${countOf(inSeveral, 'contact')} in several stages at once: the row is of the stage whose message is due soonest.`]
      : []),
    ...(isPaused ? ['The programme is paused: pause it in the tool, too.'] : []),
    ...(consent.kind === 'unknown' ? ['Nobody said who consents, so that nobody is in a sequence (R1).'] : []),
  ]
}
