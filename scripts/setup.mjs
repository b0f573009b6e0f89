// Sets the checkout up, then runs a script under Node 24: node scripts/setup.mjs [script [arguments…]]
// Runs on any Node ≥ 20, before anything is installed: it may import only `node:` modules and its neighbour.
import { spawn, spawnSync } from 'node:child_process'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installWhenNeeded, SetupError } from './install.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

try {
  checkMachine()
  await installWhenNeeded(root)
  const script = process.argv.slice(2)
  if (script.length > 0) runUnder(newNode(), script)
} catch (error) {
  if (!(error instanceof SetupError)) throw error
  process.stderr.write(`\nDesirepath cannot be set up: ${error.message}\n`)
  process.exitCode = 1
}

/** Says at once what would otherwise fail deep inside the install. */
function checkMachine() {
  const major = Number(process.versions.node.split('.')[0])
  if (major < 20)
    throw new SetupError(`this is Node ${process.versions.node}; install Node 20 or newer (24 is best) from https://nodejs.org`)
  const platform = `${process.platform}-${process.arch}`
  if (process.platform === 'win32')
    throw new SetupError('Windows itself is not supported: run this inside WSL (wsl --install, then open Ubuntu)')
  if (!['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'].includes(platform)) {
    throw new SetupError(`${platform} is not supported: use Linux or macOS on x64 or arm64`)
  }
  const musl = process.platform === 'linux' && process.report?.getReport().header.glibcVersionRuntime === undefined
  if (musl) throw new SetupError('this Linux has no glibc (Alpine?), which the event engine needs: use a Debian, Ubuntu or Fedora (image)')
}

/** The Node that comes with the packages; on machines for which there is none, the one running now when it is new enough. */
function newNode() {
  const local = join(root, 'node_modules', '.bin', 'node')
  const { stdout } = spawnSync(local, ['--version'], { encoding: 'utf8' })
  if (isNew(stdout)) return local
  if (isNew(process.version)) return process.execPath
  throw new SetupError(
    `there is no Node 24 package for ${process.platform}-${process.arch}, and this is Node ${process.versions.node}: install Node 24 from https://nodejs.org and run the command again`,
  )
}

function isNew(version) {
  return Number(/^v(\d+)\./.exec(version ?? '')?.[1] ?? 0) >= 24
}

/** Hands over: output, exit code and signals are those of the child. */
function runUnder(node, script) {
  const child = spawn(node, script, { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // A Ctrl-C at a terminal reaches the child by itself; sent once more it would look like a second one.
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal)))
  }
  child.on('error', (error) => {
    process.stderr.write(`Desirepath cannot start ${node}: ${error.message}\n`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0)
    process.exit()
  })
}
