// `npm test`: formatter and linter, types, unused code, build, then every test. The last line is "N passed, N failed".
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bin = join(root, 'node_modules', '.bin')
const scratch = mkdtempSync(join(quickFolder(), 'desirepath-test-'))
const report = join(scratch, 'report.json')

const checks = [
  ['format and lint', join(bin, 'biome'), ['check', '--error-on-warnings', '.']],
  ['types', join(bin, 'tsc'), ['--noEmit', '-p', '.']],
  ['unused code', join(bin, 'knip'), []],
  ['build', process.execPath, ['scripts/build.mjs']],
]

let passed = 0
const failures = []
for (const [name, tool, options] of checks) {
  if (run(name, tool, options)) passed += 1
  else failures.push(name)
}
const files = process.argv.slice(2)
const testsWell = run('tests', join(bin, 'vitest'), [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...files,
])
readReport(testsWell)
rmSync(scratch, { recursive: true, force: true })

for (const failure of failures) console.log(`failed: ${failure}`)
console.log(`${passed} passed, ${failures.length} failed`)
process.exitCode = failures.length === 0 ? 0 : 1

function run(name, tool, options) {
  const begun = Date.now()
  console.log(`\n— ${name}`)
  // The tools start `node` by its name: it must be the new one.
  const env = {
    ...process.env,
    PATH: `${bin}:${process.env.PATH}`,
    TMPDIR: scratch,
    DESIREPATH_TEST_TMPDIR: tmpdir(),
    // What Node compiled stands there for all the programs that tests start.
    NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'desirepath-compiled'),
  }
  const { status, error } = spawnSync(tool, options, { cwd: root, stdio: 'inherit', env })
  if (error) console.log(`${tool} cannot be started: ${error.message}`)
  console.log(`— ${name}: ${status === 0 ? 'well' : 'FAILED'} after ${((Date.now() - begun) / 1000).toFixed(1)} s`)
  return status === 0
}

/** Tests make and remove thousands of files: in memory where there is plenty of it, else where temporary files go. */
function quickFolder() {
  const [folder, roomy] = ['/dev/shm', 4 * 2 ** 30]
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize > roomy && process.availableMemory() > 2 * roomy ? folder : tmpdir()
  } catch {
    return tmpdir()
  }
}

/** Counts the tests, and as failures also files that do not load, tests that were skipped, and a runner that ended badly. */
function readReport(endedWell) {
  const before = failures.length
  for (const file of results()) {
    const name = relative(root, file.name)
    for (const test of file.assertionResults) {
      if (test.status === 'passed') passed += 1
      else failures.push(`${name} > ${test.fullName}${test.status === 'failed' ? '' : ` (${test.status})`}`)
    }
    if (file.status === 'failed' && file.assertionResults.every((test) => test.status === 'passed'))
      failures.push(`${name} (${file.message})`)
  }
  if (!endedWell && failures.length === before) failures.push('the test runner ended badly')
}

function results() {
  try {
    return JSON.parse(readFileSync(report, 'utf8')).testResults
  } catch (error) {
    failures.push(`the test runner left no report (${error.message})`)
    return []
  }
}
