import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DataSetImport, dataSetImportSchema } from '../model/data-set.ts'

/** Which imports were made together, one small file each. Written at once, so that no import is begun that its data set does not know. */
export interface DataSetLog {
  save(one: DataSetImport): void
  /** Newest first. A file that cannot be read is passed over. */
  list(): DataSetImport[]
}

/** The log in `folder`, which is made when first needed. */
export function dataSetLog(folder: string): DataSetLog {
  return {
    save: (one) => {
      mkdirSync(folder, { recursive: true })
      const path = join(folder, `${one.id}.json`)
      writeFileSync(`${path}.part`, JSON.stringify(one), { mode: 0o600 })
      renameSync(`${path}.part`, path)
    },
    list: () =>
      namesIn(folder)
        .flatMap((name) => (name.endsWith('.json') ? readOne(join(folder, name)) : []))
        .sort((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? -1 : 1)),
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function readOne(path: string): DataSetImport[] {
  try {
    const { data } = dataSetImportSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')))
    return data === undefined ? [] : [data]
  } catch {
    return []
  }
}
