import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readSource } from './architecture/source-file.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8')
const testFiles = globSync(['src/**/*.test.ts', 'test/**/*.test.ts', 'bench/**/*.test.ts'], { cwd: root })
const sources = globSync(['src/**/*.{ts,tsx}', 'docs/**/*.md', '*.md'], { cwd: root })

/** Every rule of the text: its id, and whether it is wholly planned. */
function rulesOf(text: string): { id: string; planned: boolean }[] {
  return [...text.matchAll(/^- ([A-Z]\d+) (\*planned\* )?/gm)].map(([, id, planned]) => ({
    id: id as string,
    planned: planned !== undefined,
  }))
}

/** The rules that a test file cites: ids in square brackets in its texts, as in `[V4] …`; comments do not count. */
function citedBy(file: string, text: string): string[] {
  return readSource(file, text).texts.flatMap((words) => [...words.matchAll(/\[([A-Z]\d+)\]/g)].map(([, id]) => id as string))
}

/** Each rule that is not as its mark says, in one sentence. */
function breachesOf(text: string, tests: Record<string, string>): string[] {
  const rules = rulesOf(text)
  const cited = Object.entries(tests).flatMap(([file, words]) => citedBy(file, words).map((id) => ({ file, id })))
  const untested = rules
    .filter(({ id, planned }) => !planned && !cited.some((citation) => citation.id === id))
    .map(({ id }) => `rule ${id} is built, but no test is named "[${id}] …": write one, or mark the rule *planned* in docs/semantics.md`)
  const wrong = cited.flatMap(({ file, id }) => {
    const rule = rules.find((one) => one.id === id)
    if (rule === undefined) return [`${file} cites the rule ${id}, which docs/semantics.md does not have`]
    return rule.planned ? [`${file} cites the rule ${id}, which docs/semantics.md marks *planned*: take the mark off what is built`] : []
  })
  return [...untested, ...new Set(wrong)]
}

describe('the rules', () => {
  const text = read('docs/semantics.md')

  it('have ids that stand once', () => {
    const ids = rulesOf(text).map(({ id }) => id)
    expect(ids.length).toBeGreaterThan(50)
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
  })

  it('have a test each, unless they are planned', () => {
    expect(
      breachesOf(text, Object.fromEntries(testFiles.filter((file) => file !== 'test/semantics.test.ts').map((file) => [file, read(file)]))),
    ).toEqual([])
  })

  it('exist where sources and documents name them', () => {
    const known = new Set(rulesOf(text).map(({ id }) => id))
    const named = sources.flatMap((file) =>
      [...read(file).matchAll(/\((?:rules? )?([EJVMPCKQLR]\d+(?:(?:, | and |–)[EJVMPCKQLR]\d+)*)\b/g)].flatMap(([, ids]) =>
        (ids as string).split(/, | and |–/).map((id) => `${file}: ${id}`),
      ),
    )
    expect(named.length).toBeGreaterThan(50)
    expect(named.filter((one) => !known.has(one.split(': ')[1] as string))).toEqual([])
  })
})

describe('a sample that breaks the marks is told', () => {
  const text = '- V1 Built.\n- V2 *planned* Not built.\n- V3 In part[*planned:* , not this].\n'

  it('when a built rule has no test', () => {
    expect(breachesOf(text, { 'a.test.ts': `it('[V1] holds', () => {}) // '[V3]'` })).toEqual([
      expect.stringContaining('rule V3 is built, but no test is named "[V3] …"'),
    ])
  })

  it('when a test names a rule that is planned, or none', () => {
    expect(breachesOf(text, { 'a.test.ts': 'it("[V1] [V3] hold")', 'b.test.ts': 'it(`[V2] one`)\nit("[V9] y")' })).toEqual([
      expect.stringContaining('b.test.ts cites the rule V2, which docs/semantics.md marks *planned*'),
      'b.test.ts cites the rule V9, which docs/semantics.md does not have',
    ])
  })
})
