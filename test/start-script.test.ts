import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const repository = new URL('..', import.meta.url).pathname
const scripts = ['start.sh', 'start.command', 'start.cmd']

let root: string
beforeEach(() => {
  root = join(mkdtempSync(join(tmpdir(), 'desirepath-start-')), 'a folder')
  mkdirSync(join(root, 'tools'), { recursive: true })
  for (const name of scripts) cpSync(join(repository, name), join(root, name))
  // Where this machine keeps its own Node must not matter.
  const text = readFileSync(join(root, 'start.sh'), 'utf8')
  writeFileSync(join(root, 'start.sh'), text.replace(':/opt/homebrew/bin:/usr/local/bin:', ':'))
  for (const name of ['dirname', 'printf']) tool(name, `exec /usr/bin/${name} "$@"`)
  tool('npm', 'exit 0')
})
afterEach(() => rmSync(join(root, '..'), { recursive: true, force: true }))

function tool(name: string, body: string): void {
  const file = join(root, 'tools', name)
  writeFileSync(file, `#!/bin/sh\n${body}\n`)
  chmodSync(file, 0o755)
}

/** A Node of some version, which writes down what it is asked to run and ends with these codes, one after the other. */
function fakeNode(major: number, ...codes: number[]): void {
  for (const [position, code] of codes.entries()) writeFileSync(join(root, `code.${position}`), String(code))
  tool(
    'node',
    `case "$1" in
  --version) echo v${major}.1.0; exit 0 ;;
  -e) [ ${major} -ge 20 ]; exit ;;
esac
n=0; while [ -e "ran.$n" ]; do n=$((n + 1)); done
for one in "$@"; do echo "$one"; done > "ran.$n"
read -r code < "code.$n"
exit "$code"`,
  )
}

function start(...given: string[]): SpawnSyncReturns<string> {
  const environment = { PATH: join(root, 'tools'), HOME: join(root, 'home') }
  return spawnSync('/bin/sh', [join(root, 'start.sh'), ...given], { cwd: '/', env: environment, encoding: 'utf8', input: '' })
}

const ran = (position = 0) => {
  const file = join(root, `ran.${position}`)
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : null
}
const script = ['scripts/setup.mjs', 'scripts/run.mjs']

describe('start.sh', () => {
  it('shows the demo in the browser, whatever folder it is started from', () => {
    fakeNode(20, 0)
    expect(start()).toMatchObject({ status: 0, stderr: '' })
    expect(ran()).toEqual([...script, 'demo', '--open'])
  })

  it('shows your own data where there are any, or where it is told to', () => {
    fakeNode(24, 0, 0)
    start('mine', '--port', '0')
    expect(ran()).toEqual([...script, 'serve', '--open', '--port', '0'])
    mkdirSync(join(root, '.desirepath'))
    start()
    expect(ran(1)).toEqual([...script, 'serve', '--open'])
  })

  it('takes another port when the usual one is taken', () => {
    fakeNode(24, 5, 0)
    expect(start('demo', '--small').status).toBe(0)
    expect(ran(1)).toEqual([...script, 'demo', '--open', '--small', '--port', '0'])
    expect(ran(2)).toBeNull()
  })

  it('says in a sentence what to install', () => {
    const help = 'Install it from https://nodejs.org (the version marked LTS), then start this again.'
    expect(start()).toMatchObject({
      status: 1,
      stderr: `\nDesirepath needs Node, version 20 or newer, which is not on this computer. ${help}\n`,
    })
    fakeNode(18, 0)
    expect(start().stderr).toContain(`and this computer has v18.1.0. ${help}`)
    fakeNode(22, 0)
    rmSync(join(root, 'tools', 'npm'))
    expect(start().stderr).toContain(`needs npm, which comes with Node and is not on this computer. ${help}`)
    expect(ran()).toBeNull()
  })

  it('says that it ended with an error, and with which code; a Ctrl-C is none', () => {
    fakeNode(24, 9, 130)
    expect(start()).toMatchObject({ status: 1, stderr: expect.stringContaining('ended with an error (code 9)') })
    expect(start()).toMatchObject({ status: 130, stderr: '' })
  })

  it('does not guess what an unknown word means', () => {
    fakeNode(24, 0)
    expect(start('dmeo')).toMatchObject({ status: 1, stderr: expect.stringContaining('"dmeo" is neither demo nor mine') })
    expect(ran()).toBeNull()
  })

  it('is what a double click on macOS starts', () => {
    fakeNode(24, 0)
    const environment = { PATH: join(root, 'tools'), HOME: join(root, 'home') }
    tool('sh', 'exec /bin/sh "$@"')
    expect(spawnSync('/bin/sh', [join(root, 'start.command')], { cwd: '/', env: environment }).status).toBe(0)
    expect(ran()).toEqual([...script, 'demo', '--open'])
    for (const name of ['start.sh', 'start.command']) expect(statSync(join(repository, name)).mode & 0o111, name).toBe(0o111)
  })
})

describe('start.cmd', () => {
  it('has the line ends of Windows, and goes through WSL or says how to get it', () => {
    const text = readFileSync(join(repository, 'start.cmd'), 'utf8')
    expect(text.split('\n').every((line) => line === '' || line.endsWith('\r'))).toBe(true)
    expect(text).toContain('wsl.exe --exec sh ./start.sh %*')
    expect(text).toContain('wsl --install')
    const labels = [...text.matchAll(/^:(\w+)\r$/gm)].map(([, name]) => name)
    const jumps = [...text.matchAll(/goto (\w+)/g)].map(([, name]) => name)
    expect(new Set(jumps)).toEqual(new Set(labels))
  })
})
