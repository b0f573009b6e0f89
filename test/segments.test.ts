import { afterAll, beforeAll, expect, test } from 'vitest'
import { segmentsYaml } from '../src/sources/segment-file.ts'
import { type AppPlace, openAppPlace } from './app-place.ts'

let place: AppPlace
beforeAll(async () => {
  place = await openAppPlace()
  const rows = Array.from({ length: 40 }, (_, i) => `c${i},2025-01-${String(1 + (i % 28)).padStart(2, '0')}T08:00:00Z,visit\n`)
  await place.importText('visits.csv', `contact,time,event\n${rows.join('')}`)
  const about = Array.from({ length: 40 }, (_, i) => `c${i},${i % 2 === 0 ? 'pro' : 'team'},${i}\n`)
  const mapping = 'kind: properties\nkey: { contact: contact }\nproperties: [plan, seats]\n'
  await place.importText('about.csv', `contact,plan,seats\n${about.join('')}`, mapping)
  await place.app.applyJourney(
    'journey: j\nname: J\nsubject: contact\nstages:\n  - id: see\n    name: See\n    lifecycle: awareness\n    entry: visit\n',
  )
})
afterAll(() => place.close())

const entered = async (filter: Parameters<typeof place.app.map>[1]) => (await place.app.map('j', filter)).stages[0]?.counts.entered

test('[M12] a saved segment chooses as its conditions do, beside those of the filter, and tells what is not there', async () => {
  const { app } = place
  const kept = await app.keepSegment({ name: 'Large pro', where: { plan: 'pro', seats: '>=20' } }, false)
  expect(kept).toEqual({ added: ['large-pro'], replaced: [], cautions: [] })
  expect(await entered({ where: {}, segment: 'large-pro' })).toBe(10)
  expect(await entered({ where: { seats: '<30' }, segment: 'large-pro' })).toBe(5)
  expect(await entered({ where: {}, segment: 'large-pro', others: true })).toBe(30)
  await expect(app.keepSegment({ name: 'Large pro', where: { plan: 'x' } }, false)).rejects.toMatchObject({ code: 'conflict' })
  // What it chooses is asked anew: nothing kept from before is shown.
  await app.keepSegment({ name: 'Large pro', where: { plan: 'team', seats: '>=20' } }, true)
  await app.keepSegment({ name: 'Small', where: { sise: 'small' }, persona: 'nobody', journey: 'j' }, false)
  const [, small] = await app.segments()
  expect(small?.cautions).toEqual([
    expect.stringContaining('no journey has a persona "nobody"'),
    'nothing has a property "sise" now, so nobody is found by it.',
  ])
  await expect(entered({ where: {}, segment: 'larg-pro' })).rejects.toMatchObject({
    code: 'notFound',
    message: expect.stringContaining('large-pro'),
  })
})

test('[M12] segments are renamed, removed, written as YAML and read back; of a wrong file nothing is kept', async () => {
  const { app } = place
  const written = segmentsYaml(await app.segments())
  expect(await app.renameSegment('large-pro', 'Big', 'big')).toMatchObject({ id: 'big', name: 'Big', where: { seats: '>=20' } })
  await expect(app.renameSegment('big', 'Big', 'small')).rejects.toMatchObject({ code: 'conflict' })
  await app.removeSegment('big')
  await app.removeSegment('small')
  expect(await app.segments()).toEqual([])
  await expect(entered({ where: {}, segment: 'big' })).rejects.toMatchObject({ code: 'notFound' })
  await expect(app.keepSegments(`${written}  - name: wrong\n    where: { seats: ">=many" }\n`)).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('no condition'),
  })
  expect(await app.segments()).toEqual([])
  expect((await app.keepSegments(written)).added).toEqual(['large-pro', 'small'])
  expect(segmentsYaml(await app.segments())).toBe(written)
})

test('[M12] the values of properties come with their counts, commonest first, and are searched', async () => {
  const all = await place.app.sliceProperties('j', null)
  expect(all.map(({ property, distinct, numbers }) => ({ property, distinct, numbers }))).toEqual([
    { property: 'plan', distinct: 2, numbers: null },
    { property: 'seats', distinct: 40, numbers: { least: 0, most: 39 } },
  ])
  expect(all[0]?.values.map(({ objects }) => objects)).toEqual([20, 20])
  expect(all[1]?.values).toHaveLength(12)
  const [found] = await place.app.sliceProperties('j', { property: 'seats', text: '3' })
  expect(found?.values.every(({ value }) => value.includes('3'))).toBe(true)
  expect(found?.values).toHaveLength(13)
})
