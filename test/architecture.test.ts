import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import * as rules from './architecture/rules.ts'
import { readSource } from './architecture/source-file.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const paths = globSync(['src/**/*.{ts,tsx}', 'test/**/*.ts', 'bench/**/*.ts', 'scripts/**/*.ts'], { cwd: root }).sort()
const files = paths.filter((path) => !path.endsWith('.d.ts')).map((path) => readSource(path, readFileSync(`${root}${path}`, 'utf8')))

/** Reads samples, given as path → text. */
function sample(texts: Record<string, string>) {
  return Object.entries(texts).map(([path, text]) => readSource(path, text))
}

/** Breaches that still stand. The list may only shrink: one that no longer happens fails the test. */
const standing: readonly RegExp[] = []

function expectKept(rule: rules.ArchitectureRule): void {
  expect(rule(files).filter((breach) => !standing.some((known) => known.test(breach)))).toEqual([])
}

describe('the program', () => {
  it('is all read', () => {
    for (const folder of [...rules.order.filter((name) => paths.some((path) => path.startsWith(`src/${name}/`))), 'web']) {
      expect(files.filter(({ path }) => path.startsWith(`src/${folder}/`)).length, folder).toBeGreaterThan(0)
    }
    expect(files.length).toBeGreaterThan(150)
  })

  it('flows one way through its folders', () => expectKept(rules.flowsOneWay))
  it('has no cycles', () => expectKept(rules.hasNoCycles))
  it('has no barrels', () => expectKept(rules.hasNoBarrels))
  it('keeps its pure folders pure', () => expectKept(rules.pureFoldersArePure))
  it('keeps drivers in the stores', () => expectKept(rules.driversStayInStore))
  it('gives the page only what a browser can run', () => expectKept(rules.pageIsBrowserSafe))
  it('does not import the page', () => expectKept(rules.nothingImportsThePage))
  it('[M9] computes figures exactly', () => expectKept(rules.figuresAreExact))
  it('stays short', () => expectKept(rules.staysShort))

  it('excuses no breach that is gone', () => {
    const breaches = Object.values(rules)
      .filter((rule): rule is rules.ArchitectureRule => typeof rule === 'function')
      .flatMap((rule) => rule(files))
    expect(standing.filter((known) => !breaches.some((breach) => known.test(breach)))).toEqual([])
  })
})

describe('a sample that breaks the rule is told', () => {
  it('when a folder imports one to its right, types included', () => {
    const files = sample({
      'src/model/a.ts': `import type { B } from '../journeys/b.ts'\nexport const a: B | null = null`,
      'src/model/c.ts': `export type C = import('../app/d.ts').D`,
      'src/app/e.ts': `import { a } from '../model/a.ts'\nexport const e = a`,
    })
    expect(rules.flowsOneWay(files)).toEqual([
      expect.stringContaining('src/model/a.ts:1 imports src/journeys/b.ts, which is not in model or to its left'),
      expect.stringContaining('src/model/c.ts:1 imports src/app/d.ts'),
    ])
  })

  it('when a folder stands outside the order, or the program imports what is there for tests', () => {
    const files = sample({
      'src/utils/a.ts': 'export const a = 1',
      'src/store/b.ts': `import { c } from './c.test-support.ts'\nimport { d } from '../../test/d.ts'\nexport const b = c + d`,
    })
    expect(rules.flowsOneWay(files)).toEqual([
      expect.stringContaining('src/utils/a.ts stands in no folder of the order'),
      expect.stringContaining('src/store/b.ts:1 imports src/store/c.test-support.ts'),
      expect.stringContaining('src/store/b.ts:2 imports test/d.ts'),
    ])
  })

  it('when imports go round', () => {
    const files = sample({
      'src/core/a.ts': `import { b } from './b.ts'\nexport const a = b`,
      'src/core/b.ts': `export { c as b } from './c.ts'\nexport const more = 1`,
      'src/core/c.ts': `import type { A } from './a.ts'\nexport const c: A = 1`,
    })
    expect(rules.hasNoCycles(files)).toEqual(['imports go round: src/core/a.ts → src/core/b.ts → src/core/c.ts → src/core/a.ts'])
  })

  it('when a file is a barrel', () => {
    const files = sample({
      'src/core/index.ts': 'export const a = 1',
      'src/core/all.ts': `export * from './a.ts'\nexport type { B } from './b.ts'`,
      'src/core/again.ts': `import { a } from './a.ts'\nexport { a }`,
      'src/core/well.ts': `export { a } from './a.ts'\nexport const b = 2`,
    })
    expect(rules.hasNoBarrels(files)).toEqual([
      expect.stringContaining('src/core/index.ts is called index'),
      expect.stringContaining('src/core/all.ts only hands on'),
      expect.stringContaining('src/core/again.ts only hands on'),
    ])
  })

  it('when a pure folder uses a clock, randomness, the environment, the network or node', () => {
    const impure = [
      'Date.now()',
      'new Date()',
      'Math.random()',
      'process.env.HOME',
      'fetch("/")',
      'crypto.randomUUID()',
      'globalThis.performance.now()',
      '(() => { const { env } = process; return env })()',
    ]
    for (const expression of impure) {
      const files = sample({ 'src/measures/a.ts': `\nexport const a = ${expression}` })
      expect(rules.pureFoldersArePure(files), expression).toEqual([
        expect.stringMatching(/^src\/measures\/a\.ts uses .+ \(line 2\): measures is pure/),
      ])
    }
    const files = sample({
      'src/core/a.ts': `import { readFileSync } from 'node:fs'\nexport const a = readFileSync`,
      'src/core/b.ts': `export const b = async () => import('path')`,
      'src/core/well.ts': 'export const c = (ms: number) => new Date(ms)',
      'src/cli/well.ts': 'export const now = Date.now()',
    })
    expect(rules.pureFoldersArePure(files)).toEqual([
      expect.stringContaining('src/core/a.ts:1 imports node:fs'),
      expect.stringContaining('src/core/b.ts:1 imports path'),
    ])
  })

  it('when a driver is used outside the stores', () => {
    const files = sample({
      'src/app/a.ts': `import { eq } from 'drizzle-orm/pg-core'\nexport const a = eq`,
      'src/journeys/b.ts': `import type { ClickHouseClient } from '@clickhouse/client'\nexport type B = ClickHouseClient`,
      'src/cli/c.ts': `import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)\nexport const c = require.resolve('chdb/connection')`,
      'src/store/well.ts': `import pg from 'pg'\nexport const d = pg`,
    })
    expect(rules.driversStayInStore(files)).toEqual([
      expect.stringContaining('src/app/a.ts:1 imports the driver drizzle-orm'),
      expect.stringContaining('src/journeys/b.ts:1 imports the driver @clickhouse/client'),
      expect.stringContaining('src/cli/c.ts:3 imports the driver chdb'),
    ])
  })

  it('when the page imports, however far away, what a browser cannot run', () => {
    const files = sample({
      'src/web/a.tsx': `import { b } from '../map/b.ts'\nexport const A = () => <p>{b}</p>`,
      'src/map/b.ts': `import { c } from '../model/c.ts'\nexport const b = c`,
      'src/model/c.ts': `import { readFileSync } from 'node:fs'\nexport const c = readFileSync('c', 'utf8')`,
      'src/web/d.ts': `import { e } from '../api/contract.ts'\nimport type { S } from '../store/s.ts'\nexport const d: S = e`,
      'src/api/contract.ts': `import type { App } from '../app/app.ts'\nimport { f } from '../journeys/f.ts'\nexport const e: App = f`,
      'src/journeys/f.ts': 'export const f = 1',
    })
    expect(rules.pageIsBrowserSafe(files)).toEqual([
      'src/web/a.tsx → src/map/b.ts → src/model/c.ts → node:fs: a browser has no such module',
      expect.stringContaining('src/web/d.ts → src/api/contract.ts → src/journeys/f.ts: the page may import only'),
      expect.stringContaining('src/web/d.ts:2 imports a type of src/store/s.ts'),
    ])
  })

  it('when the program imports the page', () => {
    const files = sample({ 'src/api/a.ts': `import { b } from '../web/b.ts'\nexport const a = b` })
    expect(rules.nothingImportsThePage(files)).toEqual([expect.stringContaining('src/api/a.ts:1 imports src/web/b.ts')])
  })

  it('[M9] when a figure is only nearly right', () => {
    const files = sample({
      'src/measures/a.ts': `export const a = 'SELECT uniq(t), max(t)'`,
      'src/measures/b.ts': `export const b = 'SELECT quantileTDigest(0.5)(t)'`,
      'src/journeys/c.ts': `export const c = 'SELECT count() FROM events SAMPLE 0.1'`,
      'src/measures/well.ts': `export const d = 'SELECT uniqExact(subject), quantilesExactInclusive(0.5)(t)'`,
    })
    expect(rules.figuresAreExact(files)).toEqual([
      expect.stringContaining('src/measures/a.ts uses uniq('),
      expect.stringContaining('src/measures/b.ts uses quantileTDigest('),
      expect.stringContaining('src/journeys/c.ts uses SAMPLE'),
    ])
  })

  it('when a file or a function grows too long', () => {
    const lines = (count: number) => Array.from({ length: count }, (_, i) => `  // ${i}`).join('\n')
    const files = sample({
      'src/core/long.ts': `export const a = 1\n${lines(rules.longestFile)}\n`,
      'src/core/function.ts': `export function f() {\n${lines(rules.longestFunction - 1)}\n}\n`,
      'src/core/well.ts': `export const g = () => {\n${lines(rules.longestFunction - 2)}\n}\n`,
      'test/long.test.ts': `it('x', () => {\n${lines(rules.longestFunction)}\n})\n`,
    })
    expect(rules.staysShort(files)).toEqual([
      'src/core/long.ts has 601 lines: at most 600',
      'src/core/function.ts:1 has a function of 101 lines: at most 100',
    ])
  })
})
