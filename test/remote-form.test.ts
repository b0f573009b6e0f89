import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer } from '../src/api/server.ts'
import type { LocalApp } from '../src/app/app.ts'
import { openApp, openLocalApp } from '../src/app/open-app.ts'
import { runArguments } from '../src/cli/command-line.ts'
import { layEmptyData } from './empty-data.ts'

interface Ended {
  exit: number
  out: string
  err: string
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'desirepath-remote-'))
  const stage = (id: string, event: string) => `  - { id: ${id}, lifecycle: acquisition, entry: { event: ${event} } }\n`
  writeFileSync(
    join(folder, 'trial.yaml'),
    `journey: trial\nsubject: contact\nstages:\n${stage('visit', 'Visited')}${stage('buy', 'Bought')}`,
  )
  const row = (number: number) =>
    `c${number % 50},${number % 7 === 0 ? 'Bought' : 'Visited'},${new Date(Date.UTC(2025, 0, 1) + number * 3_600_000).toISOString()}\n`
  const rows = Array.from({ length: 500 }, (_, number) => row(number))
  writeFileSync(join(folder, 'log.csv'), `contact,event,time\n${rows.join('')}c1,Visited,never\n`)
  writeFileSync(join(folder, 'more.csv'), 'contact,event,time\nc77,Visited,2025-03-01T00:00:00Z\nc78,Bought,2025-03-01T00:00:00Z\n')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs one command line; `own` is an application that is open already. */
async function run(given: string[], own: LocalApp | null): Promise<Ended> {
  const ended = { exit: 0, out: '', err: '' }
  const unexpected = async () => {
    throw new Error('not expected')
  }
  ended.exit = await runArguments(
    given,
    {
      write: (text) => {
        ended.out += text
      },
      warn: (text) => {
        ended.err += text
      },
      terminal: false,
      folder,
      environment: {},
      now: () => Date.now(),
      openApp: async (options) => (own === null ? openApp(options) : { ...own, close: async () => {} }),
      openLocalApp,
      startServer: unexpected,
      openPage: unexpected,
      demoCompany: unexpected,
      onInterrupt: () => () => {},
    },
    '0',
  )
  return ended
}

/** A text without what differs from run to run (ids, instants, speeds, widths) and without folders: over an address only names of files are kept. */
function steady(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
    .replaceAll(/"(startedAt|finishedAt|refreshedAt|receivedAt|decidedAt|rate|secondsLeft)(\\?"): ?\d+/g, '"$1$2: N')
    .replaceAll(/imported in [\d.]+ s/g, 'imported in N s')
    .replaceAll(/\d+ \w+ \d{4}, \d\d:\d\d/g, 'NOW')
    .replaceAll(/^.*: (reading|storing|computing)\b.* rows\/s.*\n/gm, '')
    .replaceAll(/[\d.]+ GiB/g, 'N GiB')
    .replaceAll(`${folder}/`, '')
    .replaceAll(/(at|in) (local|socket|address)\b/g, '$1 DATA')
    .replaceAll(/ {2,}/g, '  ')
    .replaceAll(/─+/g, '─')
}

/** Lines of a whole visit, changing ones among them: each form runs all of them from an empty directory. */
const visit: string[][] = [
  ['journey', 'list'],
  ['imports', '--json'],
  ['import', 'log.csv', '--source', 'log'],
  ['import', 'log.csv', '--source', 'log', '--json'],
  ['import', 'trial.yaml'],
  ['import', 'nothing.csv'],
  ['imports'],
  ['rejects'],
  ['rejects', '--csv'],
  ['rejects', 'nope'],
  ['journey', 'validate', 'trial.yaml'],
  ['journey', 'validate', 'log.csv'],
  ['journey', 'apply', 'trial.yaml'],
  ['journey', 'apply', 'log.csv'],
  ['journey', 'list', '--json'],
  ['journey', 'show', 'trial'],
  ['figures', 'trial'],
  ['figures', 'trial', '--json'],
  ['figures', 'trail'],
  ['figures', 'trial', '--from', '2025-01-05', '--json'],
  ['figures', 'trial', '--where', 'country=DE'],
  ['paths', 'trial'],
  ['paths', 'trial', '--cases', 'holds', '--event', 'Bought', '--limit', '3'],
  ['subjects', 'trial', '--stage', 'visit'],
  ['subjects', 'trial', '--stage', 'vist', '--json'],
  ['timeline', 'c3'],
  ['timeline', 'nobody'],
  ['merge', 'c1', 'c2'],
  ['unmerge', 'c1', 'c3'],
  ['export', 'c1'],
  ['erase', 'c1', '--yes'],
  ['export', 'c1', '--json'],
  ['doctor'],
]

describe('a command has the same output and exit code', { timeout: 240_000 }, () => {
  const local: Ended[] = []
  beforeAll(async () => {
    const app = await openLocalApp({ data: await layEmptyData(join(folder, 'local')), command: 'test' })
    for (const line of visit) local.push(await run([...line, '--data', 'local'], app))
    await app.close()
  })

  async function compare(place: string, given: (url: string, key: string) => string[]): Promise<void> {
    const data = await layEmptyData(join(folder, place))
    const app = await openLocalApp({ data, command: 'desirepath serve' })
    const server = await startServer(app, { port: 0, commands: { data, ownKey: null } })
    await app.announce({ address: server.url, socket: server.socket })
    const { key } = await app.newKey()
    writeFileSync(join(folder, `${place}.key`), `${key}\n`)
    try {
      for (const [position, line] of visit.entries()) {
        const { exit, out, err } = await run([...line, ...given(server.url, `${place}.key`)], null)
        const theirs = local[position] as Ended
        const expected = { exit: theirs.exit, out: steady(theirs.out), err: steady(theirs.err) }
        expect({ exit, out: steady(out), err: steady(err) }, line.join(' ')).toEqual(expected)
      }
    } finally {
      await server.close()
      await app.close()
    }
  }

  it('in this process', () => {
    expect([...new Set(local.map(({ exit }) => exit))].sort()).toEqual([0, 2, 3, 4, 5])
    expect(local.filter(({ err }) => err.includes('fault of the program'))).toEqual([])
  })

  it('through the socket of a server', () => compare('socket', () => ['--data', 'socket']))

  it('over an address with a key', () => compare('address', (url, key) => ['--server', url, '--key-file', key]))
})
