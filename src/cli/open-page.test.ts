import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openPage, pageOpeners } from './open-page.ts'
import { temporaryFiles } from './temporary-files.test-support.ts'

const { file, folder } = temporaryFiles()

it.each([
  ['darwin', '24.0', {}, ['open']],
  ['linux', '6.1.0-generic', {}, []],
  ['linux', '6.1.0-generic', { DISPLAY: ':0' }, ['xdg-open']],
  ['linux', '6.1.0-generic', { WAYLAND_DISPLAY: 'wayland-0' }, ['xdg-open']],
  ['linux', '5.15.0-microsoft-standard-WSL2', {}, ['wslview', 'explorer.exe']],
] as const)('on %s %s with %o', (platform, release, environment, openers) => {
  expect(pageOpeners({ platform, release, environment })).toEqual(openers)
})

it('the first program that starts gets the address as one argument', async () => {
  const program = file(
    'browser',
    `#!/bin/sh\nprintf '%s\\n' "$#" "$1" > "${folder}/seen.part"\nmv "${folder}/seen.part" "${folder}/seen"\n`,
  )
  chmodSync(program, 0o755)
  const url = 'http://127.0.0.1:4400/journeys/a?b=$(c)&d'
  expect(await openPage(url, [join(folder, 'none'), program])).toBe(true)
  await expect.poll(() => existsSync(join(folder, 'seen'))).toBe(true)
  expect(readFileSync(join(folder, 'seen'), 'utf8')).toBe(`1\n${url}\n`)
  expect(await openPage(url, [join(folder, 'none')])).toBe(false)
})
