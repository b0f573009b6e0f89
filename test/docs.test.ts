import { existsSync, globSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { subjectSets } from '../src/map/journey-map.ts'
import { parseJourney } from '../src/model/parse-journey.ts'
import { parseProgramme } from '../src/model/parse-programme.ts'
import { eventTables } from '../src/store/event-tables.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8')
const documents = globSync(['*.md', 'docs/**/*.md'], { cwd: root }).sort()

/** The text without fenced code. */
function prose(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, '')
}

/** The fenced blocks of a language. */
function fenced(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, body]) => body as string)
}

/** The anchors that a document's headings give, as GitHub makes them. */
function anchors(text: string): string[] {
  return [...prose(text).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    (heading as string)
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

interface Link {
  from: string
  to: string
  anchor: string
}

/** Links inside the project, as paths from its root; links to other places are left out. */
function linksOf(path: string, text: string): Link[] {
  return [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target]) => {
    if (/^[a-z]+:/.test(target as string)) return []
    const [file = '', anchor = ''] = (target as string).split('#')
    return [{ from: path, to: file === '' ? path : posix.join(posix.dirname(path), file).replace(/\/$/, ''), anchor }]
  })
}

/** Each link that leads nowhere, in one sentence. `read` gives a file's text, or null when there is none. */
function brokenLinks(links: readonly Link[], read: (path: string) => string | null): string[] {
  return links.flatMap(({ from, to, anchor }) => {
    const text = read(to)
    if (text === null) return [`${from} links to ${to}, which is not there`]
    return anchor === '' || anchors(text).includes(anchor) ? [] : [`${from} links to ${to}#${anchor}, which has no such heading`]
  })
}

/** The scripts that `npm run` and `npm test` lines of shell blocks name. */
function scriptsOf(text: string): string[] {
  return fenced(text, 'sh').flatMap((block) => [...block.matchAll(/^npm (?:run )?([\w:-]+)/gm)].map(([, name]) => name as string))
}

/** A file, or a folder that holds something. */
function isThere(path: string): boolean {
  const full = `${root}${path}`
  return existsSync(full) && (statSync(full).isFile() || readdirSync(full).length > 0)
}

describe('the documents', () => {
  const links = documents.flatMap((path) => linksOf(path, read(path)))

  it('link to what is there', () => {
    expect(links.length).toBeGreaterThan(20)
    expect(brokenLinks(links, (path) => (isThere(path) ? (statSync(`${root}${path}`).isFile() ? read(path) : '') : null))).toEqual([])
  })

  it('name scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const named = documents.flatMap((path) => scriptsOf(read(path)).map((name) => ({ path, name })))
    expect(named.map(({ name }) => name)).toEqual(expect.arrayContaining(['demo', 'test', 'desirepath']))
    expect(named.filter(({ name }) => !['install', 'ci', ...Object.keys(scripts)].includes(name))).toEqual([])
  })

  it('give a reason for every package that ships', () => {
    const { dependencies, optionalDependencies } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>
    const first = [...read('docs/decisions/0001-runtime-dependencies.md').matchAll(/^\| (`[^|]+)\|/gm)].map(([, cell]) => cell as string)
    const reasoned = first.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name as string))
    expect(reasoned.sort()).toEqual(Object.keys({ ...dependencies, ...optionalDependencies }).sort())
  })

  it('show journeys that are understood', () => {
    const journeys = documents
      .flatMap((path) => fenced(read(path), 'yaml').map((text) => ({ path, text })))
      .filter(({ text }) => /^journey:/m.test(text) && !/^programme:/m.test(text))
    if (isThere('docs/journey.md')) expect(journeys.map(({ path }) => path)).toContain('docs/journey.md')
    const errors = journeys.flatMap(({ path, text }) =>
      parseJourney(text)
        .findings.filter(({ kind }) => kind === 'error')
        .map((finding) => ({ document: path, ...finding })),
    )
    expect(errors).toEqual([])
  })

  it('show programmes that are understood, and that leave nothing to be taken', () => {
    const programmes = documents.flatMap((path) => fenced(read(path), 'yaml')).filter((text) => /^programme:/m.test(text))
    expect(programmes.length).toBeGreaterThan(0)
    expect(programmes.flatMap((text) => parseProgramme(text).findings)).toEqual([])
  })
})

describe('the glossary', () => {
  const words = new Set([...read('docs/glossary.md').matchAll(/`([^`]+)`/g)].flatMap(([, code]) => (code as string).split(/\W+/)))

  it('has every column of the event tables', () => {
    const columns = Object.values(eventTables).flatMap((ddl) =>
      [...ddl.matchAll(/\b(\w+) (?:LowCardinality|String|U?Int\d+|Nullable|Map|Array)\b/g)].map(([, name]) => name as string),
    )
    expect(columns).toEqual(expect.arrayContaining(['occurredAt', 'deadline', 'touches']))
    expect([...new Set(columns)].filter((name) => !words.has(name))).toEqual([])
  })

  it('has every set of stays that a figure opens', () => {
    expect(subjectSets.filter((name) => !words.has(name))).toEqual([])
  })
})

describe('a sample that is wrong is told', () => {
  it('when a link or its heading is not there', () => {
    const text = '[a](b.md#one-two) [c](gone.md) [d](../e.md#none) [f](#here) [g](https://example.org)\n```sh\n[h](code.md)\n```\n## Here\n'
    const files: Record<string, string> = { 'docs/x.md': text, 'docs/b.md': '# One, two', 'e.md': '# Some' }
    expect(brokenLinks(linksOf('docs/x.md', text), (path) => files[path] ?? null)).toEqual([
      'docs/x.md links to docs/gone.md, which is not there',
      'docs/x.md links to e.md#none, which has no such heading',
    ])
  })

  it('when a script is named', () => {
    expect(scriptsOf('```sh\nnpm run demo   # look\nnpm test\nls\n```\nnpm run not-this\n')).toEqual(['demo', 'test'])
  })
})
