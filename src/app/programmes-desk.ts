import { addAssets } from '../model/add-assets.ts'
import type { ContentPlan } from '../model/content-plan.ts'
import { findingText } from '../model/journey-finding.ts'
import { type ParsedProgramme, parseProgramme } from '../model/parse-programme.ts'
import type { Programme } from '../model/programme.ts'
import { programmeChanges } from '../model/programme-changes.ts'
import type { ProgrammeFinding, ProgrammeReading } from '../model/programme-finding.ts'
import type { KeptProgramme, ProgrammeKept, ProgrammeList, ProgrammeSummary } from '../model/programme-log.ts'
import { checkProgramme } from '../programme/check-programme.ts'
import { contentPlan } from '../programme/content-plan.ts'
import { readAssetFile } from '../sources/asset-file.ts'
import type { DocumentStore } from '../store/document-store.ts'
import type { EventStore } from '../store/event-store.ts'
import type { JourneyDesk } from './journey-desk.ts'
import { programmeRow, readable, summaryOf } from './kept-programmes.ts'
import { programmeFacts } from './programme-facts.ts'
import { programmeLogEntry } from './programme-log-entry.ts'
import { type ProgrammePauses, programmePauses } from './programme-pauses.ts'

/** The e-mail programmes that people keep. `by`: who does it, as they call themselves; empty: not said. */
export interface ProgrammesDesk extends ProgrammePauses {
  programmes(): Promise<ProgrammeList>
  keepProgramme(text: string, by: string): Promise<ProgrammeKept>
  addProgrammeAssets(id: string, csv: string, by: string): Promise<ProgrammeKept>
  showProgramme(id: string): Promise<KeptProgramme>
  removeProgramme(id: string, by: string): Promise<ProgrammeSummary>
  readProgramme(text: string): Promise<ProgrammeReading>
  checkProgramme(id: string): Promise<ProgrammeFinding[]>
  contentPlan(id: string): Promise<ContentPlan>
}

const entriesShown = 100

export function programmesDesk(
  documents: DocumentStore,
  journeys: JourneyDesk,
  openEvents: () => Promise<EventStore>,
  now: () => number,
): ProgrammesDesk {
  const kept = documents.programmes
  const keptText = async (id: string) => readable((await programmeRow(kept, id)).text, `The kept programme "${id}" cannot be read`)

  async function keep(text: string, by: string): Promise<ProgrammeKept> {
    const { programme, findings } = readable(text, 'The programme was not kept')
    const { id, journey } = programme
    await journeys.version(journey)
    const old = (await kept.list()).find((row) => row.id === id)
    const before = old === undefined ? null : parseProgramme(old.text).programme
    const changes = before === null ? [] : programmeChanges(before, programme)
    const at = now()
    if (old?.text !== text) await kept.keep({ id, text, changedAt: at }, programmeLogEntry({ programme: id, at, act: 'kept', by, changes }))
    return { id, before: old !== undefined, changes, cautions: findings.filter(({ kind }) => kind === 'caution').map(findingText) }
  }

  async function checked(programme: Programme, placeOf: ParsedProgramme['placeOf']): Promise<ProgrammeFinding[]> {
    const { journey, facts } = await programmeFacts(programme, journeys, openEvents)
    const findings = checkProgramme(programme, journey, facts)
    return findings.map((finding) => (standsIn(programme, finding) ? { ...finding, line: placeOf(finding.where).line } : finding))
  }

  return {
    ...programmePauses(kept, now),
    programmes: async () => {
      const pauses = await kept.pauses()
      const rows = await kept.list()
      return {
        pausedAll: pauses.find(({ programme }) => programme === null) ?? null,
        programmes: rows.map((row) => summaryOf(row, pauses)),
      }
    },
    keepProgramme: keep,
    addProgrammeAssets: async (id, csv, by) => keep(addAssets((await programmeRow(kept, id)).text, readAssetFile(csv)), by),
    showProgramme: async (id) => {
      const row = await programmeRow(kept, id)
      return { summary: summaryOf(row, await kept.pauses()), text: row.text, log: await kept.log(id, entriesShown) }
    },
    removeProgramme: async (id, by) => {
      const summary = summaryOf(await programmeRow(kept, id), await kept.pauses())
      await kept.remove(id, programmeLogEntry({ programme: id, at: now(), act: 'removed', by }))
      return summary
    },
    readProgramme: async (text) => {
      const { programme, findings, placeOf } = parseProgramme(text)
      return { programme, findings, check: programme === null ? [] : await checked(programme, placeOf) }
    },
    checkProgramme: async (id) => {
      const { programme, placeOf } = await keptText(id)
      return checked(programme, placeOf)
    },
    contentPlan: async (id) => {
      const { programme } = await keptText(id)
      return contentPlan(programme, (await journeys.version(programme.journey)).journey)
    },
  }
}

/** Whether what a finding is about has a place in the document: a question that nothing answers stands in the journey, and what nobody said nowhere. */
function standsIn({ consent, sender, unsubscribe }: Programme, { kind }: ProgrammeFinding): boolean {
  if (kind === 'consent') return consent.kind !== 'unknown'
  if (kind === 'sender') return sender !== null
  if (kind === 'unsubscribe') return unsubscribe !== null
  return kind !== 'unanswered'
}
