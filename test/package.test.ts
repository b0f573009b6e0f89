import { execFileSync, type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const repository = new URL('..', import.meta.url).pathname
const project = mkdtempSync(join(tmpdir(), 'desirepath-package-'))
let files: string[] = []

/** Packs, and unpacks elsewhere beside the packages that npm would install with it: those of the lock file that are not for development. */
beforeAll(() => {
  execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: repository, stdio: ['ignore', 'inherit', 'inherit'] })
  const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', project], {
    cwd: repository,
    encoding: 'utf8',
  })
  const answer = JSON.parse(packed) as Record<string, { filename: string; files: { path: string }[] }>
  const [tarball] = Object.values(answer)
  files = tarball?.files.map((file) => file.path) ?? []
  execFileSync('tar', ['xzf', join(project, tarball?.filename ?? '')], { cwd: project })
  const modules = join(project, 'node_modules')
  mkdirSync(join(modules, '.bin'), { recursive: true })
  cpSync(join(project, 'package'), join(modules, 'desirepath'), { recursive: true })
  symlinkSync('../desirepath/bin/desirepath.mjs', join(modules, '.bin', 'desirepath'))
  for (const place of runtimePlaces()) {
    mkdirSync(dirname(join(project, place)), { recursive: true })
    symlinkSync(join(repository, place), join(project, place))
  }
})
afterAll(() => rmSync(project, { recursive: true, force: true }))

function runtimePlaces(): string[] {
  const lock = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8')) as { packages: Record<string, { dev?: boolean }> }
  const wanted = Object.entries(lock.packages).filter(([place, entry]) => place !== '' && entry.dev !== true)
  return wanted.map(([place]) => place).filter((place) => place.lastIndexOf('node_modules') === 0 && existsSync(join(repository, place)))
}

function desirepath(node: string, ...given: string[]): SpawnSyncReturns<string> {
  const environment = { ...process.env, DESIREPATH_DATA: '', PATH: `${dirname(node)}:/usr/bin:/bin` }
  return spawnSync(node, [join(project, 'node_modules', '.bin', 'desirepath'), ...given], {
    cwd: project,
    env: environment,
    encoding: 'utf8',
  })
}

describe('the published package', () => {
  it('holds what it needs and nothing else', () => {
    for (const needed of [
      'package.json',
      'bin/desirepath.mjs',
      'dist/cli/main.js',
      'dist/web/index.html',
      'dist/store/migrations/meta/_journal.json',
    ]) {
      expect(files).toContain(needed)
    }
    expect(files.filter((file) => /(^|\/)(src|test|scripts|bench)\//.test(file) || /\.tsx?$|\.test\./.test(file))).toEqual([])
  })

  it('says at once what it can do', () => {
    const begun = Date.now()
    const { status, stdout } = desirepath(process.execPath, '--help')
    const tookMs = Date.now() - begun
    expect(status).toBe(0)
    expect(stdout).toContain('Usage: desirepath')
    expect(tookMs, 'a machine busy with other tests is given five times the 300 ms of an idle one').toBeLessThan(1500)
    const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'))
    expect(desirepath(process.execPath, '--version').stdout).toBe(`${version}\n`)
  })

  it('brings its own Node to a machine with an older one', () => {
    const old = '/usr/bin/node'
    const version = spawnSync(old, ['--version'], { encoding: 'utf8' }).stdout ?? ''
    if (!/^v2[0-3]\./.test(version)) {
      console.warn(`not checked: the package under Node 20 (${old} is ${version.trim() || 'missing'})`)
      return
    }
    expect(desirepath(old, '--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('Usage: desirepath') })
    expect(desirepath(old, 'figurs').status).toBe(2)
  })

  it('validates a journey', { timeout: 120_000 }, () => {
    const stage = (id: string, event: string) => `  - { id: ${id}, lifecycle: acquisition, entry: { event: ${event} } }`
    writeFileSync(
      join(project, 'good.yaml'),
      `journey: trial\nsubject: contact\nstages:\n${stage('visit', 'Visited')}\n${stage('buy', 'Bought')}\n`,
    )
    const good = desirepath(process.execPath, 'journey', 'validate', 'good.yaml', '--json')
    expect(good).toMatchObject({ status: 0, stderr: '' })
    expect(JSON.parse(good.stdout).valid).toBe(true)
    writeFileSync(
      join(project, 'bad.yaml'),
      `journey: trial\nsubject: contact\nstages:\n${stage('visit', 'Visited')}\n${stage('visit', 'Bought')}\n`,
    )
    const bad = desirepath(process.execPath, 'journey', 'validate', 'bad.yaml')
    expect(bad.status).toBe(3)
    expect(bad.stdout).toContain('visit')
  })

  it('runs the small demo to its end, and once more', { timeout: 300_000 }, () => {
    const first = desirepath(process.execPath, 'demo', '--small', '--once')
    expect(first.status, first.stderr).toBe(0)
    expect(first.stdout).toMatch(/^Stays +Entered +Still in/m)
    const again = desirepath(process.execPath, 'demo', '--small', '--once')
    expect(again).toMatchObject({ status: 0, stderr: '', stdout: first.stdout })
  })
})
