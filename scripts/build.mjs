// Builds dist/: node scripts/build.mjs [web|program]. Without a word both: `program` is the JavaScript of src, `web` the page.
// What is already built from the same files is not built again.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const dist = join(root, 'dist')

/** Each part, what it is made from, and how. */
const parts = {
  program: { from: ['src/**/*', 'tsconfig*.json', 'package.json'], make: makeProgram },
  web: { from: ['src/**/*', 'vite.config.ts', 'package-lock.json'], make: () => run('vite', 'build', '--logLevel', 'warn') },
}

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts)
for (const name of names) {
  const part = parts[name]
  if (part === undefined) fail(`there is no part "${name}": ${Object.keys(parts).join(', ')}`)
  build(name, part)
}

function build(name, part) {
  const stamp = join(dist, `.${name}.built`)
  const digest = digestOf(part.from)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return
  process.stderr.write(`Desirepath: building ${name === 'web' ? 'the page' : 'the program'} …\n`)
  rmSync(stamp, { force: true })
  part.make()
  mkdirSync(dist, { recursive: true })
  writeFileSync(stamp, digest)
}

function digestOf(patterns) {
  const hash = createHash('sha256')
  const files = globSync(patterns, { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile() && !isTest(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
  for (const file of files.sort()) hash.update(`${file}\0`).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

function makeProgram() {
  for (const entry of existsSync(dist) ? globSync('*', { cwd: dist, exclude: ['web'] }) : []) rmSync(join(dist, entry), { recursive: true })
  run('tsc', '-p', 'tsconfig.build.json')
  // The SQL of the migrations and whatever else the program reads at run time.
  const assets = globSync('src/**/*', { cwd: root, withFileTypes: true, exclude: (entry) => entry.name === 'web' })
  for (const asset of assets) {
    if (!asset.isFile() || /\.tsx?$/.test(asset.name)) continue
    const file = relative(join(root, 'src'), join(asset.parentPath, asset.name))
    cpSync(join(root, 'src', file), join(dist, file))
  }
}

function isTest(name) {
  return /\.test(-support)?\.tsx?$/.test(name)
}

function run(tool, ...options) {
  const path = `${join(root, 'node_modules', '.bin')}:${process.env.PATH}`
  const { status, error } = spawnSync(join(root, 'node_modules', '.bin', tool), options, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, PATH: path },
  })
  if (status !== 0) fail(`${tool} ${options.join(' ')} failed${error ? `: ${error.message}` : ''}`)
}

function fail(message) {
  process.stderr.write(`Desirepath cannot be built: ${message}\n`)
  process.exit(1)
}
