// Completes package-lock.json: node scripts/complete-lock.mjs, after a change of packages.
// npm names in it only what the registry offered where it ran; a package for another machine that was not offered there is left out, and
// then `npm ci` refuses the whole file. Added here: the version that its parent asks for, and the machine it is for. It has no checksum.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const file = join(dirname(dirname(fileURLToPath(import.meta.url))), 'package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8'))
const added = {}
for (const [place, parent] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    if (lock.packages[`node_modules/${name}`] || lock.packages[`${place}/node_modules/${name}`]) continue
    added[`node_modules/${name}`] = { version, ...machineOf(name), ...(parent.dev === true ? { dev: true } : {}), optional: true }
  }
}
const byPlace = Object.entries({ ...lock.packages, ...added }).sort(([a], [b]) => (a < b ? -1 : 1))
writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(byPlace) }, null, 2)}\n`)
console.log(Object.keys(added).length === 0 ? 'Nothing was missing.' : `Added ${Object.keys(added).join(', ')}.`)

/** Packages for one machine are named after it: `…/lib-linux-arm64-gnu`. */
function machineOf(name) {
  const found = /[-/](aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)-([a-z0-9]+)(?:-(\w+))?$/.exec(name)
  if (found === null) throw new Error(`the name of ${name} does not say for which machine it is: add it to package-lock.json by hand`)
  const [, os, cpu, system = ''] = found
  const libc = system.startsWith('musl') ? { libc: ['musl'] } : system.startsWith('gnu') ? { libc: ['glibc'] } : {}
  return { cpu: [cpu], os: [os], ...libc }
}
