import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AppError } from '../core/error.ts'
import { runLine, witness } from './fake-app.test-support.ts'
import { temporaryFiles } from './temporary-files.test-support.ts'

const { file, folder } = temporaryFiles()
const made = `dp_${'k'.repeat(43)}`
const newKey = async () => ({ key: made })

describe('key', () => {
  it('is shown once', async () => {
    const seen = witness({ newKey })
    expect(await runLine('key', seen)).toBe(0)
    expect(seen.out).toBe(`${made}\n`)
    expect(seen.err).toContain('Keep it: it is shown only now')
    const program = witness({ newKey })
    await runLine('key --json', program)
    expect(JSON.parse(program.out)).toEqual({ key: made })
  })

  it('is written to a new file that only the user can read', async () => {
    const path = join(folder, 'map.key')
    const seen = witness({ newKey }, { folder })
    expect(await runLine('key --out map.key', seen)).toBe(0)
    expect(seen.out).not.toContain(made)
    expect(readFileSync(path, 'utf8')).toBe(`${made}\n`)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const again = witness({ newKey }, { folder })
    expect(await runLine('key --out map.key', again)).toBe(2)
    expect(again.err).toContain('is there already: name a new file with --out')
    expect(again.asked, 'the key in use stays').toEqual([])
  })

  it('leaves no empty file when none could be made', async () => {
    const failing = async () => {
      throw new AppError('store', 'no room')
    }
    expect(await runLine('key --out none.key', witness({ newKey: failing }, { folder }))).toBe(9)
    expect(existsSync(join(folder, 'none.key'))).toBe(false)
  })
})

describe('--server', () => {
  const opened = async (line: string[], environment = {}) => {
    const seen = witness({ journeys: async () => [] }, { environment })
    return { exit: await runLine([...line, 'journey', 'list'], seen), server: seen.opened[0]?.server, err: seen.err }
  }

  it('is asked with the key of the file, else with that of the environment', async () => {
    const keyFile = file('a.key', `  ${made}\n`)
    const other = `dp_${'o'.repeat(43)}`
    const environment = { DESIREPATH_KEY: other }
    const address = ['--server', 'https://maps.example.org/dp']
    expect((await opened(address)).server).toEqual({ url: new URL('https://maps.example.org/dp'), key: null })
    expect((await opened(address, environment)).server).toMatchObject({ key: other })
    expect((await opened([...address, '--key-file', keyFile], environment)).server).toMatchObject({ key: made })
    expect((await opened([], environment)).server).toBeUndefined()
  })

  it('warns before a key goes over the network in the open', async () => {
    const environment = { DESIREPATH_KEY: made }
    expect((await opened(['--server', 'http://maps.example.org'], environment)).err).toContain('is not https: the key and all answers')
    expect((await opened(['--server', 'http://127.0.0.1:4400'], environment)).err).toBe('')
    expect((await opened(['--server', 'http://[::1]:4400'], environment)).err).toBe('')
    expect((await opened(['--server', 'http://maps.example.org'])).err).toBe('')
  })

  it.each([
    [['--server', 'maps'], '--server "maps" is no address: it looks like https://'],
    [['--server', 'ftp://maps'], 'is no address'],
    [['--server', 'http://localhost:1', '--data', 'x'], 'give one of them'],
    [['--server', 'http://localhost:1', '--key-file', 'none.key'], 'none.key cannot be read'],
    [['--server', 'http://localhost:1', '--key-file', file('short.key', 'short')], 'short.key holds no key: a key has 32 or more'],
    [['--server', 'http://localhost:1', '--key-file', file('empty.key', '\n')], 'empty.key is empty'],
  ])('is told what is wrong: %o', async (line, message) => {
    const { exit, err } = await opened(line)
    expect(exit).toBe(2)
    expect(err).toContain(message)
  })

  it('does not open a directory', async () => {
    const seen = witness({})
    expect(await runLine('serve --server http://localhost:1', seen)).toBe(2)
    expect(seen.err).toContain('desirepath serve opens a data directory itself')
  })
})
