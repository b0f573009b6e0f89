import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AppPlace, openAppPlace } from './app-place.ts'

let place: AppPlace
beforeAll(async () => {
  place = await openAppPlace()
  await place.importText('log.csv', 'contact,time,event\nc1,2025-01-01T08:00:00Z,asked\n')
  await place.app.applyJourney(
    'journey: j\nname: Sales\nsubject: contact\nstages:\n  - { id: consider, lifecycle: acquisition, entry: asked }\n',
  )
})
afterAll(() => place.close())

const text = (day: number) =>
  `programme: p\njourney: j\nconsent: { subject: opted, is: "yes" }\nsequences:\n  - stage: consider\n    messages:\n      - { id: a, day: 3 }\n      - { id: b, day: ${day} }\n`

test('a kept programme is exported, changed, and the export read back shows the change', async () => {
  const { app } = place
  await app.keepProgramme(text(10), 'Ann')
  const request = { target: 'neutral', date: '2026-03-27', design: null }
  const made = await app.exportProgramme('p', request)
  expect(made.files.map(({ path }) => path)).toContain('programme.bpmn')
  expect(await app.compareExport('p', made.files, null)).toEqual({ programme: 'p', target: 'neutral', differences: [], notes: [] })
  await app.keepProgramme(text(14), 'Ann')
  const { differences } = await app.compareExport('p', made.files, null)
  expect(differences.map(({ text: said }) => said)).toEqual([
    '"b": day is 14 in the programme, 10 in the export (11 days after "a"; there 7 days after "a").',
  ])
  await expect(app.exportProgramme('q', request)).rejects.toMatchObject({ code: 'notFound' })
})

test('every target takes the kept programme, bytes included', async () => {
  const { app } = place
  for (const { id } of await app.programmeTargets()) {
    const made = await app.exportProgramme('p', { target: id, date: '2026-03-27', design: null })
    expect((await app.compareExport('p', made.files, null)).differences, id).toEqual([])
  }
})

test('the page of all programmes says which are paused', async () => {
  const { app } = place
  await app.pauseProgrammes(null, 'Strike', '')
  const { plan, markdown } = await app.programmeArchitecture('2026-03-27')
  expect(plan.rows).toMatchObject([{ id: 'p', journey: 'Sales', paused: 'Strike', messages: 2 }])
  expect(markdown).toContain('paused: Strike')
  const { losses, files } = await app.exportProgramme('p', { target: 'hubspot', date: '2026-03-27', design: null })
  expect(losses[0]?.text).toBe('The programme is paused here (Strike), and the tool does not know it.')
  expect(files.find(({ path }) => path === 'README.md')?.content).toContain('Leave it switched off in the tool until it is resumed.')
})
