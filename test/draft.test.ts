import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { App } from '../src/app/app.ts'
import { openApp } from '../src/app/open-app.ts'
import type { ProposedJourney } from '../src/model/draft/proposed-journey.ts'
import { layEmptyData } from './empty-data.ts'
import { dataSet } from './import-place.ts'
import { openSmallDemo, type PlantedApp } from './planted-truth.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const everyone = { where: {} }
const entriesOf = (draft: ProposedJourney | null) => draft?.stages.map(({ entry }) => entry.map(({ text }) => text).toSorted())
const namesOf = (events: ProposedJourney['goal'] | undefined) => events?.map(({ text }) => text)

/** Errors and cautions that the application finds in a draft, its names checked against the data. */
async function complaintsOf(app: App, draft: ProposedJourney | null): Promise<unknown[]> {
  const { findings } = await app.validateJourney(draft?.text ?? '')
  return findings.filter(({ kind }) => kind === 'error')
}

describe('the draft of the small demo', () => {
  let planted: PlantedApp
  let draft: ProposedJourney | null
  beforeAll(async () => {
    planted = await openSmallDemo()
    draft = (await planted.app.draftJourney({})).draft
  })
  afterAll(() => planted.close())

  /**
   * Planted are six stages. Differences that are known: Awareness lacks the webinar (few begin with it); Consideration is planted at two views of the tour
   * or the comparison within a fortnight, and drafted at the first view of pages that those who go on look at; advocates are nine people, too few for a stage.
   */
  it('finds the planted stages and the ways into them, for contacts', async () => {
    expect(draft?.subjectType).toBe('contact')
    const [awareness, consideration, ...later] = entriesOf(draft) ?? []
    expect(awareness).toEqual(['Ad clicked', 'Article read', 'Post clicked'])
    expect(consideration?.every((text) => text.startsWith('Page viewed ('))).toBe(true)
    expect(consideration).toContain('Page viewed (Product tour)')
    expect(later).toEqual([['Demo requested', 'Lead accepted', 'Trial started'], ['Contract signed'], ['Go-live confirmed']])
  })

  it('finds the planted losses, the way back, and where deals carry money', () => {
    expect(namesOf(draft?.lost)?.toSorted()).toEqual(['Contract cancelled', 'Lead rejected', 'Opportunity lost', 'Unsubscribed'])
    expect(draft?.text).toContain('reentry: Opportunity recycled')
    expect(draft?.text).toMatch(
      /value:\n {2}amount: amount\n {2}currency: \{ property: currency \}\n {2}won: \{ event: \[Contract renewed, Contract signed\] \}\n {2}lost: Opportunity lost/,
    )
  })

  it('is a journey without errors whose map says the same numbers', async () => {
    expect(await complaintsOf(planted.app, draft)).toEqual([])
    const { map } = await planted.app.previewMap(draft?.text ?? '', everyone)
    expect(map?.stages.map(({ name }) => name)).toEqual(draft?.stages.map(({ name }) => name))
    expect(map?.stages[3]?.counts.subjects).toBe(draft?.stages[3]?.subjects)
  })

  it('drafts another type of subject when asked, and refuses one that no event concerns', async () => {
    const { draft: deals } = await planted.app.draftJourney({ subject: 'deal' })
    expect(deals?.subjectType).toBe('deal')
    expect(await complaintsOf(planted.app, deals)).toEqual([])
    await expect(planted.app.draftJourney({ subject: 'deel' })).rejects.toMatchObject({
      code: 'notFound',
      message: expect.stringContaining('deal'),
    })
  })

  it('keeps nothing', async () => {
    expect((await planted.app.journeys()).map(({ id }) => id)).toEqual([planted.journey])
  })
})

describe('drafts of public logs, all in one place', { timeout: 180_000 }, () => {
  let folder: string
  let app: App
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'desirepath-draft-'))
    app = await openApp({ data: await layEmptyData(join(folder, 'data')), command: 'test' })
  })
  afterAll(async () => {
    await app.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function draftOf(file: string, mapping: string, subject: string): Promise<ProposedJourney | null> {
    const path = dataSet(file)
    if (path === null) return null
    await app.importFile({ path, source: null, mapping })
    const { draft, message } = await app.draftJourney({ subject })
    expect(message).toBeNull()
    expect(await complaintsOf(app, draft)).toEqual([])
    return draft
  }
  const example = (name: string) => readFileSync(`${root}examples/${name}.mapping.yaml`, 'utf8')

  it('Maven CRM: deals that are engaged, won or lost', async () => {
    const draft = await draftOf('maven_crm/sales_pipeline.csv', example('maven-crm'), 'deal')
    if (draft === null) return
    expect(entriesOf(draft)).toEqual([['Engaged']])
    expect([namesOf(draft.goal), namesOf(draft.lost)]).toEqual([['Won'], ['Lost']])
    expect(draft.stages[0]).toMatchObject({ subjects: 8300, lifecycle: 'acquisition' })
    expect(draft.text).not.toContain('\nvalue:')
    expect(draft.reasons.find(({ path }) => path === 'value')?.text).toContain('“close_value” looks like money')
  })

  it('help desk: reported, taken, waiting, resolved; closed is the goal', async () => {
    const draft = await draftOf('helpdesk_italian/helpdesk.xes.gz', example('helpdesk'), 'ticket')
    if (draft === null) return
    expect(entriesOf(draft)).toEqual([['Assign seriousness'], ['Take in charge ticket'], ['Wait'], ['Resolve ticket']])
    expect(namesOf(draft.goal)).toEqual(['Closed'])
    expect(draft.text).not.toContain('dropAfter:')
  })

  it('sepsis: emergency room, antibiotics, ward, release, and the return that is a loss', async () => {
    const draft = await draftOf('sepsis/sepsis.csv.gz', example('sepsis'), 'patient')
    if (draft === null) return
    const releases = ['A', 'B', 'C', 'D', 'E'].map((letter) => `Release ${letter}`)
    expect(entriesOf(draft)).toEqual([['ER Registration'], ['IV Antibiotics'], ['Admission NC'], releases])
    expect(namesOf(draft.lost)).toEqual(['Return ER'])
  })

  it('traffic fines: made, sent, notified, with penalty; paid, or handed to collectors', async () => {
    const mapping =
      'kind: events\nid: activity_instance_id\nsequence: .order\ntime: { column: timestamp, format: iso }\nname: activity\nobjects: { fine: case_id }\nproperties: rest\nconstants: { initiator: company }\n'
    const draft = await draftOf('traffic_fines/traffic_fines.csv.gz', mapping, 'fine')
    if (draft === null) return
    expect(entriesOf(draft)).toEqual([['Create Fine'], ['Send Fine'], ['Insert Fine Notification'], ['Add penalty']])
    expect([namesOf(draft.goal), namesOf(draft.lost)]).toEqual([['Payment'], ['Send for Credit Collection', 'Send Appeal to Prefecture']])
  })
})

describe('drafts of invented logs', { timeout: 180_000 }, () => {
  let folder: string
  let app: App
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'desirepath-draft-'))
    app = await openApp({ data: await layEmptyData(join(folder, 'data')), command: 'test' })
  })
  afterEach(async () => {
    await app.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('stages told by a property of one event: the values it changes to are the stages, lost ones the losses', async () => {
    const begin = Date.UTC(2024, 0, 1)
    const rows = Array.from({ length: 120 }, (_, n) => {
      const reached = ['New', 'Qualified', 'Proposal', n % 2 ? 'Closed won' : 'Closed lost'].slice(0, n % 5 === 0 ? 2 : 4)
      return reached.map((to, i) => `${new Date(begin + (n + i * 9 + (n % 3)) * 86_400_000).toISOString()},d${n},Stage changed,"${to}"`)
    })
    const draft = await importText(
      'stages.csv',
      `time,deal,event,to\n${rows.flat().join('\n')}\n`,
      'time: time\nname: event\nobjects: { deal: deal }\nproperties: [to]\n',
    )
    expect(entriesOf(draft)).toEqual([['Stage changed: New'], ['Stage changed: Qualified'], ['Stage changed: Proposal']])
    expect([namesOf(draft?.goal), namesOf(draft?.lost)]).toEqual([['Stage changed: Closed won'], ['Stage changed: Closed lost']])
    expect(draft?.text).toContain('entry: { event: Stage changed, where: { to: Qualified } }')
    const { map } = await app.previewMap(draft?.text ?? '', everyone)
    expect(map?.stages.map(({ counts }) => counts.subjects)).toEqual([120, 120, 96])
  })

  it('five thousand event names: those that most subjects have are read, and how many were left out is said', async () => {
    const begin = Date.UTC(2024, 0, 1)
    const rows = Array.from({ length: 500 }, (_, n) => {
      const own = Array.from({ length: 10 }, (_, i) => [`event ${n * 10 + i} "x"`, 1 + i] as const)
      const steps = [['Signed up', 0], ...own, ...(n % 2 ? [['Subscribed', 15] as const] : [])] as const
      return steps.map(([name, day]) => `${new Date(begin + (n + day) * 86_400_000).toISOString()},c${n},"${name.replaceAll('"', '""')}"`)
    })
    const draft = await importText(
      'many.csv',
      `time,contact,event\n${rows.flat().join('\n')}\n`,
      'time: time\nname: event\nobjects: { contact: contact }\n',
    )
    expect(draft?.notes.join(' ')).toContain('4752 event names that the fewest subjects have were not looked at.')
    expect(entriesOf(draft)?.[0]).toEqual(['Signed up'])
    expect(draft?.stages.length).toBeLessThan(4)
  })

  it('the order of the rows changes nothing', async () => {
    const begin = Date.UTC(2024, 0, 1)
    const rows = Array.from({ length: 60 }, (_, n) =>
      ['a', 'b', 'c'].slice(0, 1 + (n % 3)).map((name, i) => `${new Date(begin + (n + i * 7) * 86_400_000).toISOString()},c${n},${name}`),
    ).flat()
    const mapping = 'time: time\nname: event\nobjects: { contact: contact }\n'
    const draft = await importText('rows.csv', `time,contact,event\n${rows.join('\n')}\n`, mapping)
    await app.close()
    app = await openApp({ data: await layEmptyData(join(folder, 'other')), command: 'test' })
    const mixed = rows.map((row, place) => ({ row, key: (place * 7919) % 1009 })).toSorted((a, b) => a.key - b.key)
    writeFileSync(join(folder, 'rows.csv'), `time,contact,event\n${mixed.map(({ row }) => row).join('\n')}\n`)
    await app.importFile({ path: join(folder, 'rows.csv'), source: null, mapping: `kind: events\nsource: rows\n${mapping}` })
    expect((await app.draftJourney({})).draft).toEqual(draft)
  })

  async function importText(file: string, text: string, mapping: string): Promise<ProposedJourney | null> {
    writeFileSync(join(folder, file), text)
    const source = file.replace('.csv', '')
    const record = await app.importFile({ path: join(folder, file), source: null, mapping: `kind: events\nsource: ${source}\n${mapping}` })
    expect(record.rejected).toBe(0)
    const { draft } = await app.draftJourney({})
    expect(await complaintsOf(app, draft)).toEqual([])
    return draft
  }

  it('an empty application says that there are no events yet', async () => {
    expect(await app.draftJourney({})).toEqual({
      draft: null,
      message: 'There is not enough data for a draft: there are no events yet. Import a file first.',
    })
  })
})
