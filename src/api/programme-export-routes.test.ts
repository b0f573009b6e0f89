import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fixtureApp } from '../../test/fixtures/fixture-app.ts'
import { answers, failureSchema } from './contract.ts'
import { type RunningServer, startServer } from './server.ts'

let server: RunningServer
beforeAll(async () => {
  server = await startServer(fixtureApp({ subjects: 50 }), { port: 0 })
})
afterAll(() => server.close())

const get = (path: string) => fetch(`${server.url}/api/${path}`)
const zipped = async () => new Uint8Array(await (await get('programmes/nurture/export.zip?target=neutral&date=2026-03-27')).arrayBuffer())

describe('handing a programme over', () => {
  it('lists the tools', async () => {
    const all = answers.programmeTargets.parse(await (await get('programme-targets')).json())
    expect(all[0]).toEqual({ id: 'neutral', name: 'any tool (neutral pack)' })
  })

  it('says what a tool does and what is lost', async () => {
    const told = answers.programmeHandOver.parse(await (await get('programmes/nurture/hand-over?target=neutral')).json())
    expect(told.files).toContain('build-sheet.csv')
    expect(told.losses.length).toBeGreaterThan(0)
    expect(told.check.length).toBeGreaterThan(10)
    expect(told.date).toMatch(/^\d{4}-\d{2}-\d{2}$/)
  })

  it('gives the files as a zip, the same bytes each time', async () => {
    const [first, second] = [await zipped(), await zipped()]
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true)
    const files = unzipSync(first)
    expect(JSON.parse(strFromU8(files['export.json'] ?? new Uint8Array()))).toMatchObject({ target: 'neutral', date: '2026-03-27' })
    expect(Object.keys(files)).toEqual(Object.keys(files).sort())
  })

  it('compares an export that is sent back', async () => {
    const files = Object.entries(unzipSync(await zipped())).map(([path, bytes]) => ({ path, encoding: 'utf8', content: strFromU8(bytes) }))
    const changed = files.map((file) =>
      file.path === 'build-sheet.csv' ? { ...file, content: file.content.replace(',21,9,', ',25,9,') } : file,
    )
    const answer = await fetch(`${server.url}/api/programmes/nurture/compare-export`, {
      method: 'POST',
      body: JSON.stringify({ files: changed, target: null }),
    })
    const { differences } = answers.programmeComparison.parse(await answer.json())
    expect(differences.map(({ message, what, programme, export: there }) => [message, what, programme, there])).toEqual([
      ['c3', 'day', '21', '25'],
    ])
  })

  it('shows all programmes on one page', async () => {
    const { plan, svg } = answers.programmeArchitecture.parse(await (await get('programme-architecture?date=2026-03-27')).json())
    expect(plan.rows.map(({ id }) => id)).toEqual(['nurture'])
    expect(svg).toContain('<svg')
    const [picture, document] = await Promise.all([get('programme-architecture.svg'), get('programme-architecture.md?date=2026-03-27')])
    expect(picture.headers.get('content-disposition')).toBe('attachment; filename="programmes.svg"')
    expect(await picture.text()).toBe(svg)
    expect(await document.text()).toContain('As of 2026-03-27.')
  })

  it.each([
    ['programmes/nobody/hand-over?target=neutral', 404, 'notFound', 'There is no programme "nobody"'],
    ['programmes/nurture/hand-over?target=neutrl', 404, 'notFound', 'Did you mean "neutral"?'],
    ['programmes/nurture/hand-over', 400, 'usage', 'the tool is missing'],
    ['programmes/nurture/export.zip?target=neutral&date=soon', 400, 'usage', '"soon" is no day of the calendar'],
  ])('refuses %s', async (path, status, code, told) => {
    const answer = await get(path)
    const failure = failureSchema.parse(await answer.json())
    expect([answer.status, failure.code]).toEqual([status, code])
    expect(failure.message).toContain(told)
  })
})
