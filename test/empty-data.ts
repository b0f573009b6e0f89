import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { openApp } from '../src/app/open-app.ts'
import { preparedFolder } from './prepared-folder.ts'

/** Lays a data folder at `path` as the first start leaves it, both stores made and empty; a first start itself takes seconds. Gives `path`. */
export async function layEmptyData(path: string): Promise<string> {
  cpSync(await emptyData(), path, { recursive: true })
  return path
}

/** Lays a document store that was made and is empty at `path`. Gives `path`. */
export async function layEmptyDocuments(path: string): Promise<string> {
  cpSync(join(await emptyData(), 'documents'), path, { recursive: true })
  return path
}

function emptyData(): Promise<string> {
  return preparedFolder('empty-data', ['src/store/**/*', 'src/app/open-app.ts', 'package-lock.json'], async (data) => {
    const app = await openApp({ data, command: 'test' })
    await app.imports()
    await app.names()
    await app.close()
  })
}
