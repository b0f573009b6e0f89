// `npm run demo` and `npm run desirepath`: builds the page when it will be shown, then runs the command line.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const options = process.argv.slice(2)
const showsPage = options.some((option) => option === 'demo' || option === 'serve')

if (showsPage && !options.some((option) => ['--once', '--help', '-h'].includes(option))) {
  const { status } = spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs'), 'web'], { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
process.argv = [process.argv[0], join(root, 'bin', 'desirepath.mjs'), ...options]
await import(pathToFileURL(process.argv[1]).href)
