import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Journey } from '../src/model/journey.ts'
import type { Programme } from '../src/model/programme.ts'
import { programmeOfDesign } from '../src/model/programme-of-design.ts'
import { exportProgramme } from '../src/programme/export-programme.ts'
import { isHeldOut } from '../src/programme/holdout.ts'
import { sampleJourney } from '../src/programme/programme.test-support.ts'
import type { ExportFile } from '../src/programme/targets/target.ts'
import { targetNamed } from '../src/programme/targets/target-registry.ts'
import { runDittofeed } from './oracle/executors/dittofeed.ts'
import { runHubspot } from './oracle/executors/hubspot.ts'
import type { MadeUpContact, Sent } from './oracle/executors/made-up-contact.ts'
import { runMautic } from './oracle/executors/mautic.ts'
import { wallAt } from './oracle/executors/wall-clock.ts'
import { programmeSends, type ToolWays } from './oracle/programme-sends.ts'
import { openSmallDemo, type PlantedApp } from './planted-truth.ts'

const dayMs = 86_400_000
let planted: PlantedApp
let programme: Programme
let contacts: MadeUpContact[]

/** To five minutes, the step of the plain reading; five past the full hour, since Dittofeed takes what is due on the dot of its hour for the next day. */
function rounded(at: number): number {
  const step = Math.floor(at / 300_000) * 300_000
  return step % 3_600_000 === 0 ? step + 300_000 : step
}

beforeAll(async () => {
  planted = await openSmallDemo()
  const { app, journey } = planted
  const design = await app.designProgramme(journey, {
    ...{ consent: { subject: 'email_consent', is: 'yes' }, personas: false, minGapDays: 7, cap: 5, firstDay: 1, holdout: 0.1 },
    filter: { where: {} },
  })
  const choices = { id: 'demo', name: 'Demo', timeZone: 'Europe/Berlin', language: 'en', minGapDays: 7, perSequence: 5, holdout: 0.1 }
  const { programme: made } = programmeOfDesign(design, { ...choices, consent: { kind: 'assumed', reason: 'a test' } })
  programme = { ...made, friction: [], limits: { ...made.limits, weekdays: [1, 2, 3, 4, 5], hours: { from: 540, to: 1020 } } }
  const { rows } = await app.subjects(journey, { stage: 'consideration', set: 'entered', filter: { where: {} }, limit: 400, offset: 0 })
  contacts = rows.map(({ subject, account, enteredAt, leftAt }) => {
    const from = rounded(enteredAt)
    const stays = [{ stage: 'consideration', from, to: leftAt === null ? from + 365 * dayMs : rounded(leftAt) }]
    const silent = isHeldOut('demo', { account, contact: subject }, programme.holdout)
    return { name: subject, zone: 'Europe/Berlin', persona: null, stays, unsubscribedAt: null, silent, signals: {} }
  })
})
afterAll(() => planted.close())

const shown = (sent: readonly Sent[]): string[] => sent.map(({ at, message }) => `${new Date(at).toISOString()} ${message}`)

/** The stages of the demo by the names that a programme uses. */
const journey: Journey = { ...sampleJourney(), id: 'demo' }

describe("what is exported of the demo's design, run over its contacts with a simulated clock", () => {
  const tools: [string, (of: Programme, files: readonly ExportFile[], contact: MadeUpContact) => Sent[], ToolWays][] = [
    ['dittofeed', runDittofeed, { atMinute: 600 }],
    ['hubspot', runHubspot, { counts: 'from the message before' }],
    ['mautic', runMautic, { counts: 'from the message before', keepsTimeOfDay: true }],
  ]

  it.each(tools)('sends by %s what the design says, but for what its loss report names', async (id, run, ways) => {
    const { files } = await exportProgramme({
      programme,
      journey,
      design: null,
      target: targetNamed(id),
      date: { year: 2026, month: 1, day: 5 },
    })
    let [messages, off] = [0, 0]
    for (const contact of contacts) {
      const [ran, said] = [run(programme, files, contact), programmeSends(programme, contact, ways)]
      messages += said.length
      // What waits while clocks change goes out by Dittofeed an hour off, and the one after it later, as its loss report says.
      const hourOff = id === 'dittofeed' && ran.some(({ at }) => wallAt('Europe/Berlin', at).minute !== 600)
      if (hourOff) {
        off++
        expect(said.map(({ message }) => message).slice(0, ran.length), contact.name).toEqual(ran.map(({ message }) => message))
        for (const [index, { at }] of ran.entries()) expect(at - (said[index]?.at ?? 0), contact.name).toBeGreaterThanOrEqual(-3_600_000)
      } else expect(shown(ran), contact.name).toEqual(shown(said))
      if (contact.silent) expect(ran).toEqual([])
    }
    expect(messages).toBeGreaterThan(contacts.length)
    expect(off).toBeLessThan(contacts.length / 10)
    expect(contacts.filter(({ silent }) => silent).length).toBeGreaterThan(contacts.length / 30)
  })
})
