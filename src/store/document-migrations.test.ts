import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api'
import { afterEach, describe, expect, it } from 'vitest'
import { readMigrations } from './document-migrations.ts'
import * as schema from './document-schema.ts'
import { openDocumentStore } from './document-store.ts'

describe('migrations', () => {
  it('hold exactly what the schema says (else run `npm run migrations`)', async () => {
    const folder = new URL('./migrations/meta/', import.meta.url)
    const snapshots = (await readdir(folder)).filter((name) => name.endsWith('_snapshot.json')).sort()
    const written = JSON.parse(await readFile(new URL(snapshots.at(-1) ?? '', folder), 'utf8'))
    const now = generateDrizzleJson(schema, written.id, ['desirepath'], 'snake_case')
    expect(await generateMigration(written, now)).toEqual([])
    expect(snapshots).toHaveLength((await readMigrations()).length)
  })
})

describe('a place that cannot be opened', () => {
  const folders: string[] = []
  const folder = async () => {
    const made = await mkdtemp(join(tmpdir(), 'desirepath-place-'))
    folders.push(made)
    return made
  }
  afterEach(async () => {
    for (const made of folders.splice(0)) await rm(made, { recursive: true, force: true })
  })

  it('says which server cannot be reached, without the password', async () => {
    const store = openDocumentStore({ url: 'postgres://me:secret@127.0.0.1:1/nothing' })
    const failure = await store.open().catch((error: Error) => error.message)
    expect(failure).toContain('PostgreSQL at postgres://me:…@127.0.0.1:1/nothing cannot be reached')
    expect(failure).not.toContain('secret')
    await store.close()
  })

  it('says what an address looks like', async () => {
    await expect(openDocumentStore({ url: 'localhost' }).open()).rejects.toMatchObject({ code: 'usage' })
  })

  it('creates anew a folder whose creation was cut off', async () => {
    const path = await folder()
    await writeFile(join(path, 'PG_VERSION'), '18')
    const store = openDocumentStore({ path })
    expect(await store.journeys.list()).toEqual([])
    await store.close()
  })

  it('leaves alone a folder that holds something else', async () => {
    const path = await folder()
    await writeFile(join(path, 'thesis.txt'), 'years of work')
    await expect(openDocumentStore({ path }).open()).rejects.toThrow('holds files that are not a document store (thesis.txt)')
    expect(await readFile(join(path, 'thesis.txt'), 'utf8')).toBe('years of work')
  })
})
