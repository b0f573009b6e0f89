import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const repository = new URL('..', import.meta.url).pathname

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'desirepath-test-command-'))
  mkdirSync(join(root, 'scripts'))
  mkdirSync(join(root, 'node_modules', '.bin'), { recursive: true })
  cpSync(join(repository, 'scripts', 'test.mjs'), join(root, 'scripts', 'test.mjs'))
  writeFileSync(join(root, 'scripts', 'build.mjs'), '')
  for (const name of ['biome', 'tsc', 'knip']) tool(name, 'exit 0')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function tool(name: string, body: string): void {
  const file = join(root, 'node_modules', '.bin', name)
  writeFileSync(file, `#!/bin/sh\n${body}\n`)
  chmodSync(file, 0o755)
}

/** A runner that leaves a report on one file with tests that ended in these ways. */
function runner(exit: number, statuses: string[], file: { status: string; message: string } = { status: 'passed', message: '' }): void {
  const assertionResults = statuses.map((status, position) => ({ status, fullName: `case ${position + 1}` }))
  const report = JSON.stringify({ testResults: [{ name: join(root, 'src', 'a.test.ts'), ...file, assertionResults }] })
  writeFileSync(join(root, 'report.json'), report)
  tool('vitest', `for option in "$@"; do case "$option" in --outputFile.json=*) cp report.json "\${option#*=}";; esac; done; exit ${exit}`)
}

function testCommand(): { status: number | null; lines: string[] } {
  const { status, stdout } = spawnSync(process.execPath, [join(root, 'scripts', 'test.mjs')], { cwd: root, encoding: 'utf8' })
  return { status, lines: stdout.trimEnd().split('\n') }
}

describe('npm test', () => {
  it('counts checks and tests, and ends well', () => {
    runner(0, ['passed', 'passed', 'passed'])
    const { status, lines } = testCommand()
    expect(status).toBe(0)
    expect(lines.at(-1)).toBe('7 passed, 0 failed')
    expect(lines.filter((line) => /\d+ passed/.test(line))).toHaveLength(1)
  })

  it('names a failing check, and runs the tests all the same', () => {
    tool('tsc', 'exit 2')
    runner(0, ['passed'])
    const { status, lines } = testCommand()
    expect(status).toBe(1)
    expect(lines.slice(-2)).toEqual(['failed: types', '4 passed, 1 failed'])
  })

  it('names failing and skipped tests', () => {
    runner(1, ['passed', 'failed', 'skipped'])
    const { status, lines } = testCommand()
    expect(status).toBe(1)
    expect(lines.slice(-3)).toEqual(['failed: src/a.test.ts > case 2', 'failed: src/a.test.ts > case 3 (skipped)', '5 passed, 2 failed'])
  })

  it('counts a file that does not load', () => {
    runner(1, [], { status: 'failed', message: 'no such module' })
    expect(testCommand().lines.slice(-2)).toEqual(['failed: src/a.test.ts (no such module)', '4 passed, 1 failed'])
  })

  it('fails when the runner ends badly or leaves no report', () => {
    runner(1, ['passed'])
    expect(testCommand().lines.slice(-2)).toEqual(['failed: the test runner ended badly', '5 passed, 1 failed'])
    tool('vitest', 'exit 0')
    const { status, lines } = testCommand()
    expect(status).toBe(1)
    expect(lines.at(-2)).toContain('the test runner left no report')
  })
})
