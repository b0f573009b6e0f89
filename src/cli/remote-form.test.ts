import { globSync } from 'node:fs'
import { basename } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { form } from './fake-app.test-support.ts'

beforeAll(() => {
  form.remote = true
})

const names = globSync('*.test.ts', { cwd: new URL('.', import.meta.url).pathname })
  .map((file) => basename(file, '.test.ts'))
  .filter((name) => name !== 'remote-form')
  .sort()

describe('through the socket of a server', async () => {
  for (const name of names) await describe(name, async () => void (await import(`./${name}.test.ts`)))

  it('every test of a command is run', () => {
    expect(names).toEqual(
      expect.arrayContaining(['command-line', 'contact-commands', 'demo-command', 'figure-commands', 'import-commands']),
    )
  })
})
