#!/usr/bin/env node
// Starts the command line under Node 24: in a checkout from the sources, in the published package from the built files.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const source = join(root, 'src', 'cli', 'main.ts')
const main = existsSync(source) ? source : join(root, 'dist', 'cli', 'main.js')

if (Number(process.versions.node.split('.')[0]) >= 24) {
  const { runCommandLine } = await import(pathToFileURL(main).href)
  await runCommandLine(process.argv.slice(2))
} else {
  runUnderNewNode()
}

/** The platform packages among the optional dependencies bring Node 24. */
function runUnderNewNode() {
  const name = `node-${process.platform}-${process.arch}`
  let node
  try {
    node = join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'bin', 'node')
  } catch {
    process.stderr.write(
      `Desirepath needs Node 24 and this is ${process.version}; the package ${name} that would bring it is not installed.\n`,
    )
    process.stderr.write('Install Node 24 from https://nodejs.org and run the command again.\n')
    process.exitCode = 1
    return
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // A Ctrl-C at a terminal reaches the child by itself.
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal)))
  }
  child.on('error', (error) => {
    process.stderr.write(`Desirepath cannot start ${node}: ${error.message}\n`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
}
