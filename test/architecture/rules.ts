import type { Import, SourceFile } from './source-file.ts'

/** The folders of `src` in the order things flow: a file imports its own folder or one to the left. `web` stands aside. */
export const order = [
  'core',
  'model',
  'store',
  'sources',
  'events',
  'journeys',
  'map',
  'measures',
  'programme',
  'demo',
  'app',
  'api',
  'cli',
] as const

/** Folders whose files use no clock, randomness, environment, network or `node:`, so that a browser runs them too. */
const pureFolders = ['core', 'model', 'journeys', 'measures', 'map', 'programme', 'demo'] as const

/** What the page may import besides its own files; and what these import must be among them, too. */
const pageMay = ['core', 'model', 'map'] as const
const pageContract = 'src/api/contract.ts'

/** The packages that open a store. */
const drivers = ['chdb', '@clickhouse/client', '@electric-sql/pglite', 'pg', 'drizzle-orm'] as const

export const longestFile = 600
export const longestFunction = 100

/** A rule looks at all files and says each breach in one sentence. */
export type ArchitectureRule = (files: readonly SourceFile[]) => string[]

/** The folder under `src` that a path stands in; empty for files right in `src` and for those elsewhere. */
function folderOf(path: string): string {
  return /^src\/([^/]+)\//.exec(path)?.[1] ?? ''
}

function isTest(path: string): boolean {
  return !path.startsWith('src/') || /\.test(-support)?\.tsx?$/.test(path)
}

const program = (files: readonly SourceFile[]) => files.filter((file) => !isTest(file.path))
const importsOf = (file: SourceFile, kind: Import['kind']) => file.imports.filter((one) => one.kind === kind)
const isOneOf = (list: readonly string[], name: string) => list.includes(name)

/** Files import their own folder or one to the left, types included; and nothing that is there for tests only. */
export const flowsOneWay: ArchitectureRule = (files) =>
  program(files).flatMap((file) => {
    const from = folderOf(file.path)
    if (from === 'web') return []
    if (!isOneOf(order, from)) return [`${file.path} stands in no folder of the order: ${order.join(' → ')}, or web`]
    return importsOf(file, 'file').flatMap(({ to, line }) => {
      const rank = (order as readonly string[]).indexOf(folderOf(to))
      if (rank >= 0 && rank <= (order as readonly string[]).indexOf(from) && !isTest(to)) return []
      return [`${file.path}:${line} imports ${to}, which is not in ${from} or to its left: ${order.join(' → ')}`]
    })
  })

/** No file reaches itself through its imports, types included. */
export const hasNoCycles: ArchitectureRule = (files) => {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const done = new Set<string>()
  const breaches: string[] = []
  const walk = (path: string, way: readonly string[]): void => {
    const start = way.indexOf(path)
    if (start >= 0) breaches.push(`imports go round: ${[...way.slice(start), path].join(' → ')}`)
    if (start >= 0 || done.has(path)) return
    const file = byPath.get(path)
    for (const { to } of file === undefined ? [] : importsOf(file, 'file')) walk(to, [...way, path])
    done.add(path)
  }
  for (const { path } of files) walk(path, [])
  return breaches
}

/** Every thing is imported from where it is made. */
export const hasNoBarrels: ArchitectureRule = (files) =>
  files.flatMap((file) => {
    if (/(^|\/)index\.[jt]sx?$/.test(file.path)) return [`${file.path} is called index: name it after what it exports`]
    return file.onlyReExports ? [`${file.path} only hands on what other files export: import from those`] : []
  })

/** Pure folders compute from what they are given. */
export const pureFoldersArePure: ArchitectureRule = (files) =>
  program(files)
    .filter((file) => isOneOf(pureFolders, folderOf(file.path)))
    .flatMap((file) => [
      ...file.impurities.map((what) => `${file.path} uses ${what}: ${folderOf(file.path)} is pure, hand it in from app`),
      ...importsOf(file, 'node').map(
        ({ to, line }) => `${file.path}:${line} imports ${to}: ${folderOf(file.path)} is pure and also runs in a browser`,
      ),
    ])

/** Only the stores know which engines stand behind them. */
export const driversStayInStore: ArchitectureRule = (files) =>
  program(files)
    .filter((file) => folderOf(file.path) !== 'store')
    .flatMap((file) =>
      importsOf(file, 'package')
        .filter(({ to }) => isOneOf(drivers, to))
        .map(({ to, line }) => `${file.path}:${line} imports the driver ${to}: only src/store may`),
    )

/** The page imports only what a browser can run, however far away; types vanish before the browser sees them. */
export const pageIsBrowserSafe: ArchitectureRule = (files) => {
  const byPath = new Map(program(files).map((file) => [file.path, file]))
  const seen = new Set<string>()
  const breaches: string[] = []
  const walk = (file: SourceFile, way: readonly string[]): void => {
    if (seen.has(file.path)) return
    seen.add(file.path)
    const here = [...way, file.path]
    for (const one of file.imports.filter(({ typeOnly }) => !typeOnly)) {
      const complaint = pageComplaint(one)
      if (complaint !== null) breaches.push(`${[...here, one.to].join(' → ')}: ${complaint}`)
      const next = byPath.get(one.to)
      if (complaint === null && next !== undefined) walk(next, here)
    }
  }
  for (const file of program(files)) {
    if (folderOf(file.path) !== 'web') continue
    walk(file, [])
    const types = importsOf(file, 'file').filter((one) => one.typeOnly && pageComplaint(one) !== null)
    breaches.push(...types.map((one) => `${file.path}:${one.line} imports a type of ${one.to}: ${pageComplaint(one)}`))
  }
  return breaches
}

function pageComplaint({ kind, to }: Import): string | null {
  if (kind === 'node') return 'a browser has no such module'
  if (kind === 'package') return isOneOf(drivers, to) ? 'a browser cannot open a store' : null
  const allowed = ['web', ...pageMay].includes(folderOf(to)) || to === pageContract
  return allowed ? null : `the page may import only ${pageMay.join(', ')} and ${pageContract}`
}

/** Only the page's own files import the page. */
export const nothingImportsThePage: ArchitectureRule = (files) =>
  program(files)
    .filter((file) => folderOf(file.path) !== 'web')
    .flatMap((file) =>
      importsOf(file, 'file')
        .filter(({ to }) => folderOf(to) === 'web')
        .map(({ to, line }) => `${file.path}:${line} imports ${to}: the page stands aside, it is built and served as files`),
    )

/** Files and functions stay short enough to be read at once; the callbacks of tests are not counted as functions. */
export const staysShort: ArchitectureRule = (files) =>
  files.flatMap((file) => [
    ...(file.lines > longestFile ? [`${file.path} has ${file.lines} lines: at most ${longestFile}`] : []),
    ...(isTest(file.path) ? [] : file.functions)
      .filter(({ length }) => length > longestFunction)
      .map(({ line, length }) => `${file.path}:${line} has a function of ${length} lines: at most ${longestFunction}`),
  ])

const approximating =
  /\b(uniq(Combined(64)?|HLL12|Theta)?|median(TDigest|BFloat16|DD|GK|Timing|Deterministic)?|quantiles?(TDigest|BFloat16|DD|GK|Timing|Deterministic)?(Weighted)?|(approx_)?top_?[kK]\w*|groupArraySample)(If)?\(|\bSAMPLE\b/

/** Figures are exact (rule M9): their SQL uses none of the engine's functions that answer nearly. */
export const figuresAreExact: ArchitectureRule = (files) =>
  program(files)
    .filter((file) => ['journeys', 'measures', 'app'].includes(folderOf(file.path)))
    .flatMap((file) =>
      file.texts.flatMap((text) => {
        const used = approximating.exec(text)?.[0]
        return used === undefined
          ? []
          : [`${file.path} uses ${used} … which only approximates: take an exact one, or say so beside the figure`]
      }),
    )
