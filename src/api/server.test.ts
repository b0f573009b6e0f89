import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fixtureApp } from '../../test/fixtures/fixture-app.ts'
import type { App, ImportRequest } from '../app/app.ts'
import { answers } from './contract.ts'
import { csvCell } from './csv.ts'
import { type RunningServer, startServer } from './server.ts'

const app = fixtureApp({ subjects: 400, importSteps: 3 })
const taken: { request: ImportRequest; text: string }[] = []
const watched: App = {
  ...app,
  importFile: async (asked) => {
    taken.push({ request: asked, text: await readFile(asked.path, 'utf8') })
    return app.importFile(asked)
  },
}
let server: RunningServer
beforeAll(async () => {
  server = await startServer(watched, { port: 0 })
})
afterAll(() => server.close())

const get = (path: string, init?: RequestInit) => fetch(server.url + path, init)

/** Sends a request with headers that fetch would not let through. */
function raw(path: string, headers: Record<string, string>, method = 'GET'): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(server.url + path, { method, headers }, (answer) => {
      let body = ''
      answer.on('data', (part) => (body += part))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }))
    })
    sent.on('error', reject)
    sent.end()
  })
}

describe('routes', () => {
  test.each([
    ['journeys', '/api/journeys'],
    ['map', '/api/journeys/b2b/map?persona=it&from=2025-01-01&where.country=DE'],
    ['stage', '/api/journeys/b2b/stages/evaluation'],
    ['funnel', '/api/journeys/b2b/funnel'],
    ['paths', '/api/journeys/b2b/paths?collapse=true&persona=it'],
    ['pathCases', '/api/journeys/b2b/paths/cases?cases=holds&event=awareness&collapse=true&persona=it&limit=5'],
    ['subjects', '/api/journeys/b2b/subjects?stage=evaluation&set=entered&limit=5'],
    ['timeline', '/api/journeys/b2b/timeline/account/acc-00001'],
    ['imports', '/api/imports'],
  ] as const)('%s answers what the contract says', async (name, path) => {
    const answer = await get(path)
    expect(answer.status).toBe(200)
    expect(answers[name].safeParse(await answer.json()).success).toBe(true)
  })

  test('[M11] [M12] a filter in the query reaches the figures', async () => {
    const all = answers.map.parse(await (await get('/api/journeys/b2b/map')).json())
    const some = answers.map.parse(await (await get('/api/journeys/b2b/map?where.country=DE&from=2025-06-01&to=1767225600000')).json())
    expect(some.subjects).toBeLessThan(all.subjects)
    expect(some.filter).toEqual({ from: Date.UTC(2025, 5, 1), to: 1767225600000, where: { country: 'DE' } })
  })

  test('[M11] a query may ask what happened in a period, and an unknown reading is refused by name', async () => {
    const lived = answers.map.parse(await (await get('/api/journeys/b2b/map?from=2025-09-01&to=2025-10-01&period=lived')).json())
    expect(lived.filter).toEqual({ from: Date.UTC(2025, 8, 1), to: Date.UTC(2025, 9, 1), period: 'lived', where: {} })
    const refused = await get('/api/journeys/b2b/map?from=2025-09-01&period=soon')
    expect(refused.status).toBe(400)
    expect(await refused.text()).toContain('is neither entered nor lived')
  })

  test('[K8] a query may name the time before a deadline, and a wrong length is refused by name', async () => {
    const before = answers.map.parse(await (await get('/api/journeys/b2b/map?anchor=intake:2025&beforeDays=28')).json())
    expect(before.filter).toEqual({ anchor: 'intake:2025', beforeDays: 28, where: {} })
    const refused = await get('/api/journeys/b2b/map?anchor=intake:2025&beforeDays=soon')
    expect(refused.status).toBe(400)
    expect(await refused.text()).toContain('is no whole number of days')
  })

  test('[P1] the answer about paths names what it folds away, and is kept by its own options', async () => {
    const all = answers.paths.parse(await (await get('/api/journeys/b2b/paths')).json())
    const two = answers.paths.parse(await (await get('/api/journeys/b2b/paths?variants=2')).json())
    expect(all.folded).toEqual({ variants: 0, cases: 0 })
    expect(two.variants).toEqual(all.variants.slice(0, 2))
    expect(two.folded.variants).toBe(all.variants.length - 2)
  })

  test('[M7] the list behind each figure of the paths is as long as the figure, and so is its CSV', async () => {
    const { variants, edges, activities, cases, folded } = answers.paths.parse(
      await (await get('/api/journeys/b2b/paths?variants=3&where.country=DE')).json(),
    )
    const [variant, edge, activity] = [variants[1], edges[0], activities[0]]
    const event = encodeURIComponent(activity?.name ?? '')
    const figures: [string, number | undefined][] = [
      ['cases=all', cases],
      ['cases=folded&shown=3', folded.cases],
      [`cases=variant&way=${variant?.id}`, variant?.cases],
      [`cases=follows&event=${edge?.from}&next=${edge?.to}`, edge?.cases],
      [`cases=rework&event=${event}`, activity?.rework],
      [`cases=ends&event=${event}`, activity?.ends],
    ]
    for (const [query, figure] of figures) {
      const filtered = `${query}&where.country=DE`
      const list = answers.pathCases.parse(await (await get(`/api/journeys/b2b/paths/cases?${filtered}&limit=1`)).json())
      expect(list.cases, query).toBe(figure)
      const lines = (await (await get(`/api/journeys/b2b/paths/cases.csv?${filtered}`)).text()).trim().split('\r\n')
      expect(lines).toHaveLength(list.cases + 1)
      expect(lines[0]).toBe('subject,account,persona,instance,startedAt,days,events,times,running')
    }
  })

  test('[M7] the CSV of subjects holds as many rows as the list counts', async () => {
    const list = answers.subjects.parse(await (await get('/api/journeys/b2b/subjects?stage=awareness&set=entered&limit=1')).json())
    const csv = await (await get('/api/journeys/b2b/subjects.csv?stage=awareness&set=entered')).text()
    expect(csv.trim().split('\r\n')).toHaveLength(list.stays + 1)
    expect(csv.split('\r\n')[0]).toBe('subject,account,persona,instance,enteredAt,leftAt,openedBy,ending,days,underWay')
  })

  test.each([
    ['/api/journeys/none/map', 404, 'notFound', 'There is no journey "none"'],
    ['/api/journeys/b2b/map?from=soon', 400, 'usage', '"soon" is neither a day'],
    ['/api/journeys/b2b/subjects?stage=evaluation&set=gone', 400, 'usage', 'set'],
    ['/api/journeys/b2b/subjects?stage=evaluation&set=entered&limit=100000', 400, 'usage', 'limit'],
    ['/api/journeys/b2b/paths/cases?cases=some', 400, 'usage', 'cases: Invalid option'],
    ['/api/journeys/b2b/paths/cases?cases=follows&event=a', 400, 'usage', 'next: cases "follows" needs it'],
    ['/api/journeys/b2b/paths/cases?cases=variant', 400, 'usage', 'way: cases "variant" needs it'],
    ['/api/journeys/b2b/paths/cases?cases=holds&event=gone', 404, 'notFound', 'No case has an event "gone"'],
    ['/api/nothing', 404, 'notFound', 'There is no route GET /api/nothing'],
  ])('%s fails with %i and plain words', async (path, status, code, words) => {
    const answer = await get(path)
    expect(answer.status).toBe(status)
    const body = (await answer.json()) as { code: string; message: string }
    expect(body.code).toBe(code)
    expect(body.message).toContain(words)
  })

  test('a definition is applied; a wrong one gives its findings', async () => {
    expect((await get('/api/journeys', { method: 'POST', body: 'id: b2b' })).status).toBe(201)
    const wrong = await get('/api/journeys', { method: 'POST', body: 'nothing' })
    expect(wrong.status).toBe(422)
    expect(((await wrong.json()) as { details: unknown[] }).details).toHaveLength(1)
    expect((await get('/api/journeys', { method: 'POST', body: 'x'.repeat(2_000_001) })).status).toBe(422)
  })

  test('an unforeseen error shows nothing of the inside', async () => {
    const broken = await startServer({ ...app, imports: () => Promise.reject(new Error('secret path')) }, { port: 0 })
    const warned = new Promise<Error>((resolve) => process.once('warning', resolve))
    const answer = await fetch(`${broken.url}/api/imports`)
    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toContain('secret path')
    expect((await warned).message).toBe('secret path')
    await broken.close()
  })
})

describe('figures are sent once', () => {
  test('what is the same as before is not sent again; other figures, or another filter, have another tag', async () => {
    let refreshedAt = 1
    const changing: App = { ...app, map: async (id, filter) => ({ ...(await app.map(id, filter)), refreshedAt, filter }) }
    const server = await startServer(changing, { port: 0 })
    const ask = (query = '', tag = '') => fetch(`${server.url}/api/journeys/b2b/map${query}`, { headers: { 'if-none-match': tag } })
    const tag = (await ask()).headers.get('etag') ?? ''
    expect((await ask()).status).toBe(200)
    expect((await ask('', tag)).status).toBe(304)
    expect((await ask('?persona=it')).headers.get('etag')).not.toBe(tag)
    refreshedAt = 2
    expect((await ask('', tag)).status).toBe(200)
    await server.close()
  })

  test('a page that leaves ends its question', async () => {
    const [asked, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const waiting: App = {
      ...app,
      map: (_id, _filter, signal) => {
        asked.resolve()
        signal?.addEventListener('abort', () => ended.resolve())
        return new Promise(() => {})
      },
    }
    const server = await startServer(waiting, { port: 0 })
    const page = new AbortController()
    const answer = fetch(`${server.url}/api/journeys/b2b/map`, { signal: page.signal }).catch((error: Error) => error.name)
    await asked.promise
    page.abort()
    expect(await answer).toBe('AbortError')
    await ended.promise
    await server.close()
  })
})

describe('[E7] [E9] one person’s data', () => {
  const asked: unknown[] = []
  const answer = { contact: 'ann', alsoKnownAs: [], anonymous: [] }
  const watching: App = {
    ...app,
    exportContact: async (contact) => ({ ...answer, contact, properties: [], links: [], decisions: [], events: [], next: null }),
    erase: async (contact) => {
      asked.push(['erase', contact])
      return { ...answer, events: 1, stripped: 0 }
    },
    mergeContacts: async (contact, other) => {
      asked.push(['merge', contact, other])
      return answer
    },
    unmergeContacts: async (contact, other) => {
      asked.push(['unmerge', contact, other])
      return { contacts: [answer], stillOne: false }
    },
  }

  test('is given, erased, merged and unmerged under the contact’s address', async () => {
    const running = await startServer(watching, { port: 0 })
    const address = (path: string) => `${running.url}/api/contacts/${path}`
    const kept = await fetch(address('a%2Fb%20c'))
    expect(await kept.json()).toMatchObject({ contact: 'a/b c' })
    expect(kept.headers.get('cache-control')).toBe('no-store')
    expect(await (await fetch(address('ann'), { method: 'DELETE' })).json()).toMatchObject({ events: 1 })
    expect((await fetch(address('ann/ties/b%2Fob'), { method: 'PUT' })).status).toBe(200)
    expect((await fetch(address('ann/ties/x1?type=anonymous'), { method: 'DELETE' })).status).toBe(200)
    expect(asked).toEqual([
      ['erase', 'ann'],
      ['merge', 'ann', { type: 'contact', id: 'b/ob' }],
      ['unmerge', 'ann', { type: 'anonymous', id: 'x1' }],
    ])
    expect((await fetch(address('ann/ties/x1?type=account'), { method: 'PUT' })).status).toBe(400)
    const foreign = { origin: 'http://evil.example' }
    for (const [method, path] of [
      ['DELETE', 'ann'],
      ['PUT', 'ann/ties/bob'],
      ['DELETE', 'ann/ties/bob'],
    ] as const) {
      expect((await fetch(address(path), { method, headers: foreign })).status).toBe(403)
    }
    expect(asked).toHaveLength(3)
    await running.close()
  })
})

describe('imports', () => {
  test('a body is streamed to a file of its own, imported under its name, and removed', async () => {
    const answer = await get('/api/imports?name=..%2Fevents.csv&mapping=id%3A%20a', { method: 'POST', body: 'a,b\n1,2\n' })
    expect(answer.status).toBe(202)
    const progress = answers.startImport.parse(await answer.json())
    expect(progress.file).toBe('events.csv')
    const { request: asked, text } = taken.at(-1) as (typeof taken)[number]
    expect(text).toBe('a,b\n1,2\n')
    expect(asked.source).toBe('events.csv')
    expect(asked.mapping).toBe('id: a')
    await expect.poll(() => existsSync(asked.path), { timeout: 5000 }).toBe(false)
    const listed = answers.imports.parse(await (await get('/api/imports')).json())
    expect(listed.map((item) => item.file)).not.toContain(asked.path)
  })

  test('progress and the refresh arrive as server-sent events', async () => {
    const abort = new AbortController()
    const events = await get('/api/events', { signal: abort.signal })
    expect(events.headers.get('content-type')).toContain('text/event-stream')
    const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader()
    await get('/api/imports?name=live.csv', { method: 'POST', body: 'a\n' })
    let text = ''
    while (!text.includes('"refresh"')) text += (await reader?.read())?.value ?? ''
    expect(text).toContain('"kind":"import"')
    expect(text).toContain('"state":"complete"')
    abort.abort()
  })

  test('a running import is cancelled; an unknown one is not found', async () => {
    const progress = answers.startImport.parse(await (await get('/api/imports?name=long.csv', { method: 'POST', body: 'a\n' })).json())
    expect((await get(`/api/imports/${progress.id}`, { method: 'DELETE' })).status).toBe(204)
    const state = async () => answers.imports.parse(await (await get('/api/imports')).json()).find((item) => item.id === progress.id)?.state
    await expect.poll(state, { timeout: 5000 }).toBe('cancelled')
    expect((await get('/api/imports/none', { method: 'DELETE' })).status).toBe(404)
  })

  test('a failing import says why', async () => {
    const failing = await startServer({ ...app, importFile: () => Promise.reject(new Error('boom')) }, { port: 0 })
    const quiet = new Promise((resolve) => process.once('warning', resolve))
    expect((await fetch(`${failing.url}/api/imports?name=a.csv`, { method: 'POST', body: 'a' })).status).toBe(500)
    await quiet
    expect((await fetch(`${failing.url}/api/imports?name=a.csv`, { method: 'POST' })).status).toBe(400)
    await failing.close()
  })

  test('rejects come as JSON and as CSV in which no cell can act as a formula', async () => {
    expect(answers.rejects.parse(await (await get('/api/imports/import-1/rejects?limit=2')).json())).toMatchObject({ total: 3 })
    const csv = await (await get('/api/imports/import-1/rejects.csv')).text()
    expect(csv).toContain('"\'=HYPERLINK(""x"");2025-01-01;demo"')
  })
})

test.each([
  ['plain', 'plain'],
  ['=1+1', "'=1+1"],
  ['@x', "'@x"],
  ['+49 30', "'+49 30"],
  ['-cmd', "'-cmd"],
  ['-12.5', '-12.5'],
  ['-1e-7', '-1e-7'],
  ['-1+cmd', "'-1+cmd"],
  ['\t=1', "'\t'=1"],
  ['\r=1', '"\'\r\'=1"'],
  ['＝1+1', "'＝1+1"],
  ['a=b', 'a=b'],
  ['2024-01-01', '2024-01-01'],
  ['x;=cmd();-5;-x', "x;'=cmd();-5;'-x"],
  ['two\n=1+1', '"two\n\'=1+1"'],
  ['a,"b"', '"a,""b"""'],
  ['two\nlines', '"two\nlines"'],
])('the CSV cell %j is written %j', (value, cell) => {
  expect(csvCell(value)).toBe(cell)
})

describe('only this machine and this page', () => {
  test('a foreign Host is refused (DNS rebinding), loopback names pass', async () => {
    expect((await raw('/api/journeys', { host: 'evil.example' })).status).toBe(403)
    expect((await raw('/api/journeys', { host: 'localhost:1234' })).status).toBe(200)
    expect((await raw('/api/journeys', { host: '127.0.0.1' })).status).toBe(200)
  })

  test('a foreign Origin is refused, whatever the method', async () => {
    const host = server.url.slice('http://'.length)
    for (const method of ['GET', 'POST', 'DELETE']) {
      expect((await raw('/api/journeys', { host, origin: 'http://evil.example' }, method)).status).toBe(403)
      expect((await raw('/api/journeys', { host, origin: 'null' }, method)).status).toBe(403)
    }
    expect((await raw('/api/journeys', { host, origin: server.url })).status).toBe(200)
    expect((await raw('/api/journeys', { host, 'sec-fetch-site': 'cross-site' }, 'POST')).status).toBe(403)
  })

  test('every answer carries the policy', async () => {
    for (const path of ['/api/journeys', '/api/nothing', '/']) {
      const { headers } = await get(path)
      expect(headers.get('content-security-policy')).toContain("script-src 'self'")
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    }
  })

  test('a taken port is said', async () => {
    const port = Number(new URL(server.url).port)
    await expect(startServer(app, { port })).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken`)
  })
})

describe('the built page', () => {
  let root: string
  let page: RunningServer
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'page-'))
    await writeFile(join(root, 'index.html'), `<!doctype html>${' '.repeat(2000)}`)
    await writeFile(join(root, 'icon.svg'), '<svg/>')
    page = await startServer(app, { port: 0, webRoot: root })
  })
  afterAll(async () => {
    await page.close()
    await rm(root, { recursive: true })
  })

  test('is given for every address of its own, compressed, and never for files outside', async () => {
    const answer = await fetch(`${page.url}/journeys/b2b/stages/x.y`, { headers: { 'accept-encoding': 'br' } })
    expect(answer.headers.get('content-encoding')).toBe('br')
    expect(await answer.text()).toContain('<!doctype html>')
    expect(await (await fetch(`${page.url}/icon.svg`)).text()).toBe('<svg/>')
    expect((await fetch(`${page.url}/assets/gone.js`)).status).toBe(404)
    expect(await (await fetch(`${page.url}/%2e%2e%2f%2e%2e%2fetc/passwd`)).text()).toContain('<!doctype html>')
  })

  test('where it is not built, says how to build it', async () => {
    expect(await (await get('/')).text()).toContain('npm run build:web')
  })
})
