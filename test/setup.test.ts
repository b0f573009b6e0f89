import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const repository = new URL('..', import.meta.url).pathname

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'desirepath-setup-'))
  mkdirSync(join(root, 'scripts'))
  for (const name of ['setup.mjs', 'install.mjs']) cpSync(join(repository, 'scripts', name), join(root, 'scripts', name))
  writeFileSync(join(root, 'package-lock.json'), '{"version":1}')
  writeFileSync(
    join(root, 'hello.mjs'),
    'console.log("hello", process.argv.slice(2).join(" ")); process.exitCode = Number(process.argv[2] ?? 0)',
  )
  mkdirSync(join(root, 'fake'))
  fakeNpm('mkdir -p node_modules/.bin; ln -sf "$REAL_NODE" node_modules/.bin/node')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

/** Puts an npm first on the PATH that writes down its arguments and does as told. */
function fakeNpm(body: string): void {
  const file = join(root, 'fake', 'npm')
  writeFileSync(file, `#!/bin/sh\necho "$@" >> calls.txt\n${body}\n`)
  chmodSync(file, 0o755)
}

const environment = () => ({ ...process.env, PATH: join(root, 'fake') + delimiter + process.env.PATH, REAL_NODE: process.execPath })

function setup(...args: string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [join(root, 'scripts', 'setup.mjs'), ...args], { cwd: root, env: environment(), encoding: 'utf8' })
}

const calls = () => (existsSync(join(root, 'calls.txt')) ? readFileSync(join(root, 'calls.txt'), 'utf8').trim().split('\n') : [])

describe('set-up', () => {
  it('installs once, says so on stderr only, and runs the script under the new Node', () => {
    const first = setup('hello.mjs', '0', 'a b')
    expect(first.stdout).toBe('hello 0 a b\n')
    expect(first.stderr).toMatch(/installing its packages \(first run\).*1\.3 GB.*minutes/)
    const second = setup('hello.mjs')
    expect(second).toMatchObject({ stdout: 'hello \n', stderr: '', status: 0 })
    expect(calls()).toEqual(['ci --include=dev --include=optional --no-audit --no-fund --loglevel=error'])
  })

  it('installs again when the lock file changed', () => {
    setup()
    writeFileSync(join(root, 'package-lock.json'), '{"version":2}')
    expect(setup().stderr).toContain('the packages changed, or an install was cut off')
    setup()
    expect(calls()).toHaveLength(2)
  })

  it('installs again after an install that was cut off', async () => {
    fakeNpm('mkdir -p node_modules/half; exec sleep 60')
    const child = spawn(process.execPath, [join(root, 'scripts', 'setup.mjs'), 'hello.mjs'], {
      cwd: root,
      env: environment(),
      detached: true,
    })
    while (!existsSync(join(root, 'node_modules', 'half'))) await new Promise((resolve) => setTimeout(resolve, 20))
    process.kill(-(child.pid ?? 0), 'SIGKILL')
    await once(child, 'exit')
    expect(existsSync(join(root, '.setup.lock'))).toBe(true)
    fakeNpm('mkdir -p node_modules/.bin; ln -sf "$REAL_NODE" node_modules/.bin/node')
    expect(setup('hello.mjs').stdout).toBe('hello \n')
    expect(calls()).toHaveLength(2)
    expect(existsSync(join(root, '.setup.lock'))).toBe(false)
  })

  it('says that a stopped install starts over', async () => {
    fakeNpm('trap "kill $!; exit 1" INT; mkdir -p node_modules/half; sleep 60 > /dev/null 2>&1 & wait')
    const child = spawn(process.execPath, [join(root, 'scripts', 'setup.mjs'), 'hello.mjs'], { cwd: root, env: environment() })
    let said = ''
    child.stderr.on('data', (chunk) => {
      said += chunk
    })
    while (!existsSync(join(root, 'node_modules', 'half'))) await new Promise((resolve) => setTimeout(resolve, 20))
    child.kill('SIGINT')
    expect((await once(child, 'close'))[0]).toBe(1)
    expect(said).toContain('the install was stopped (SIGINT): run the command again, it starts over')
    expect(existsSync(join(root, '.setup.lock'))).toBe(false)
  })

  it('installs once when two set-ups run at the same time', async () => {
    fakeNpm('sleep 1; mkdir -p node_modules/.bin; ln -sf "$REAL_NODE" node_modules/.bin/node')
    const children = [1, 2].map(() =>
      spawn(process.execPath, [join(root, 'scripts', 'setup.mjs'), 'hello.mjs'], { cwd: root, env: environment() }),
    )
    const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0]))
    expect(codes).toEqual([0, 0])
    expect(calls()).toHaveLength(1)
  })

  it.each([
    ['npm error code ENOTFOUND', 'the package registry cannot be reached'],
    ['npm error code E503', 'the package registry cannot be reached'],
    ['npm error nospc ENOSPC: no space left on device', 'the disk is full'],
    ['npm error code EINTEGRITY', 'a downloaded package is damaged'],
    ['npm error code EACCES', 'npm may not write here'],
    ['npm error something new', 'npm says why above'],
  ])('explains a failing npm: %s', (output, explanation) => {
    fakeNpm(`mkdir -p node_modules; echo "${output}" >&2; exit 7`)
    const failed = setup('hello.mjs')
    expect(failed.status).toBe(1)
    expect(failed.stdout).toBe('')
    expect(failed.stderr).toContain(`Desirepath cannot be set up: npm ci ended with code 7: ${explanation}`)
    fakeNpm('true')
    setup()
    expect(calls()).toHaveLength(2)
  })

  it('says when there is no npm', () => {
    rmSync(join(root, 'fake', 'npm'))
    const options = { cwd: root, env: { ...environment(), PATH: join(root, 'fake') }, encoding: 'utf8' } as const
    const failed = spawnSync(process.execPath, [join(root, 'scripts', 'setup.mjs')], options)
    expect(failed.stderr).toContain('npm is not on the PATH: install Node with npm from https://nodejs.org')
    expect(failed.status).toBe(1)
  })

  it.each([
    ["Object.defineProperty(process, 'platform', { value: 'win32' })", 'run this inside WSL'],
    ["Object.defineProperty(process, 'arch', { value: 's390x' })", '-s390x is not supported'],
    [
      "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.19.0' } })",
      'this is Node 18.19.0; install Node 20 or newer',
    ],
    [
      "Object.defineProperty(process, 'platform', { value: 'linux' }); process.report.getReport = () => ({ header: {} })",
      'this Linux has no glibc (Alpine?)',
    ],
  ])('refuses a machine that cannot work: %s', (disguise, explanation) => {
    writeFileSync(join(root, 'disguise.cjs'), disguise)
    const options = { cwd: root, env: environment(), encoding: 'utf8' } as const
    const failed = spawnSync(process.execPath, ['--require', join(root, 'disguise.cjs'), join(root, 'scripts', 'setup.mjs')], options)
    expect(failed.stderr).toContain(explanation)
    expect(failed.status).toBe(1)
    expect(calls()).toEqual([])
  })

  it('uses the running Node when the packages bring none and it is new enough, else says what to install', () => {
    fakeNpm('mkdir -p node_modules')
    expect(setup('hello.mjs').stdout).toBe('hello \n')
    writeFileSync(join(root, 'old.cjs'), "Object.defineProperty(process, 'version', { value: 'v20.1.0' })")
    const options = { cwd: root, env: environment(), encoding: 'utf8' } as const
    const failed = spawnSync(
      process.execPath,
      ['--require', join(root, 'old.cjs'), join(root, 'scripts', 'setup.mjs'), 'hello.mjs'],
      options,
    )
    expect(failed.stderr).toContain('install Node 24 from https://nodejs.org')
    expect(failed.status).toBe(1)
  })

  it('passes exit codes and signals on', async () => {
    expect(setup('hello.mjs', '5').status).toBe(5)
    writeFileSync(
      join(root, 'wait.mjs'),
      "process.on('SIGTERM', () => process.exit(42)); console.log('ready'); setInterval(() => {}, 1000)",
    )
    const child = spawn(process.execPath, [join(root, 'scripts', 'setup.mjs'), 'wait.mjs'], { cwd: root, env: environment() })
    await once(child.stdout, 'data')
    child.kill('SIGTERM')
    expect((await once(child, 'exit'))[0]).toBe(42)
  })

  it('runs on the oldest supported Node', () => {
    const old = '/usr/bin/node'
    const version = spawnSync(old, ['--version'], { encoding: 'utf8' }).stdout ?? ''
    if (!/^v2[0-3]\./.test(version)) {
      console.warn(`not checked: set-up under Node 20 (${old} is ${version.trim() || 'missing'})`)
      return
    }
    symlinkSync(process.execPath, join(root, 'fake', 'new-node'))
    const done = spawnSync(old, [join(root, 'scripts', 'setup.mjs'), 'hello.mjs', '3'], { cwd: root, env: environment(), encoding: 'utf8' })
    expect(done).toMatchObject({ stdout: 'hello 3\n', status: 3 })
  })
})

describe('package-lock.json', () => {
  it('names the packages for every machine (else run `node scripts/complete-lock.mjs`), or npm ci refuses it', () => {
    type Entry = { version?: string; optionalDependencies?: Record<string, string>; os?: unknown; cpu?: unknown }
    const lock = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8')) as { packages: Record<string, Entry> }
    const wanted = Object.entries(lock.packages).flatMap(([place, entry]) =>
      Object.keys(entry.optionalDependencies ?? {}).map((name) => [`node_modules/${name}`, `${place}/node_modules/${name}`]),
    )
    expect(wanted.length).toBeGreaterThan(20)
    expect(wanted.filter((places) => places.every((place) => lock.packages[place] === undefined))).toEqual([])
  })
})
