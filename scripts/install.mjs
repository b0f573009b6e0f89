// Installs the packages when the lock file changed since the last complete install, or when an install was cut off.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, openSync, readFileSync, rmSync, statfsSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const neededBytes = 2_000_000_000

/** A reason, in plain words, why the set-up cannot go on, with what to do. */
export class SetupError extends Error {}

/** Runs `npm ci` in `root` unless the packages of exactly this lock file are completely there. */
export async function installWhenNeeded(root) {
  if (isInstalled(root)) return
  const release = await takeTurn(root)
  try {
    // Another set-up may have installed while this one waited.
    if (!isInstalled(root)) await install(root)
  } finally {
    release()
  }
}

function isInstalled(root) {
  const marker = markerOf(root)
  return existsSync(marker) && readFileSync(marker, 'utf8').trim() === wanted(root)
}

function markerOf(root) {
  return join(root, 'node_modules', '.desirepath-complete')
}

/** What a complete install is worth: these packages, on this kind of machine. */
function wanted(root) {
  const lock = join(root, 'package-lock.json')
  if (!existsSync(lock)) throw new SetupError(`${lock} is missing: get the whole checkout again`)
  const digest = createHash('sha256').update(readFileSync(lock)).digest('hex')
  return `${digest} ${process.platform}-${process.arch}`
}

async function install(root) {
  const again = existsSync(join(root, 'node_modules'))
  const why = again ? 'the packages changed, or an install was cut off' : 'first run'
  checkDisk(root)
  say(`Desirepath: installing its packages (${why}). About 1.3 GB on disk; one to five minutes, depending on your connection.`)
  rmSync(markerOf(root), { force: true })
  const begun = Date.now()
  const { code, signal, output } = await npmCi(root)
  if (signal !== null) throw new SetupError(`the install was stopped (${signal}): run the command again, it starts over`)
  if (code !== 0) throw explain(code, output)
  writeFileSync(markerOf(root), `${wanted(root)}\n`)
  say(`Desirepath: packages installed in ${Math.round((Date.now() - begun) / 1000)} seconds.`)
}

function npmCi(root) {
  return new Promise((resolve, reject) => {
    const options = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
    const child = spawn('npm', options, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    // All of it goes to stderr: the output of the script that follows stays clean.
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        process.stderr.write(chunk)
        output = (output + chunk).slice(-20_000)
      })
    }
    let stopped = null
    const stop = (signal) => {
      stopped = signal
      child.kill(signal)
    }
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, stop)
    child.on('error', (error) => reject(noNpm(error)))
    child.on('close', (code, signal) => {
      for (const name of signals) process.off(name, stop)
      resolve({ code, signal: stopped ?? signal, output })
    })
  })
}

function noNpm(error) {
  if (error.code === 'ENOENT') return new SetupError('npm is not on the PATH: install Node with npm from https://nodejs.org')
  return new SetupError(`npm cannot be started (${error.message})`)
}

/** npm's own codes, in plain words. */
function explain(code, output) {
  const causes = [
    [/ENOSPC/, 'the disk is full: free 2 GB and run the command again'],
    [/EACCES|EPERM|EROFS/, 'npm may not write here: check the rights of this folder, and do not mix runs with and without sudo'],
    [
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENETUNREACH|SELF_SIGNED|UNABLE_TO|\bE50\d\b|\bE40[13]\b/,
      'the package registry cannot be reached: check the connection and any proxy (npm config get registry, npm config get proxy), then run the command again',
    ],
    [/\bE404\b|ETARGET/, 'the package registry does not have one of the packages: is it a mirror that lags? (npm config get registry)'],
    [/EINTEGRITY/, 'a downloaded package is damaged: run `npm cache verify`, then the command again'],
    [/EUSAGE|package-lock\.json .*(not )?in sync/, 'package.json and package-lock.json do not belong together: run `npm install` once'],
  ]
  const cause = causes.find(([pattern]) => pattern.test(output))?.[1] ?? 'npm says why above'
  return new SetupError(`npm ci ended with code ${code}: ${cause}`)
}

function checkDisk(root) {
  const { bavail, bsize } = statfsSync(root)
  const free = bavail * bsize
  if (free >= neededBytes) return
  const gigabytes = (free / 1e9).toFixed(1)
  throw new SetupError(`${root} has ${gigabytes} GB free; the packages and npm's own copies need ${neededBytes / 1e9} GB`)
}

/** Lets one set-up install at a time in this checkout. */
async function takeTurn(root) {
  const lock = join(root, '.setup.lock')
  let said = false
  for (;;) {
    try {
      const file = openSync(lock, 'wx')
      writeSync(file, String(process.pid))
      return () => rmSync(lock, { force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw new SetupError(`${root} cannot be written (${error.code}): check the rights of this folder`)
    }
    if (await isLeftOver(lock)) rmSync(lock, { force: true })
    else {
      if (!said) say('Desirepath: waiting for another set-up of this checkout to end.')
      said = true
      await pause(500)
    }
  }
}

async function isLeftOver(lock) {
  const owner = () => (existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : Number.NaN)
  if (owner() === 0) await pause(1000)
  const pid = owner()
  if (Number.isNaN(pid)) return false
  if (pid === 0) return true
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

function say(line) {
  process.stderr.write(`${line}\n`)
}
