import { describe, expect, it } from 'vitest'
import { uploadedFiles } from './export-upload.ts'

const file = (path: string, content: BlobPart) =>
  Object.assign(new File([content], path.split('/').at(-1) ?? ''), { webkitRelativePath: path })

describe('the files of an export that a person gives', () => {
  it('are carried as text, other bytes in base64, with the paths of their folder', async () => {
    const bytes = Uint8Array.from({ length: 70_001 }, (_, i) => i % 256)
    const files = await uploadedFiles([file('pack/build-sheet.csv', 'ä,b\n'), file('pack/a.zip', bytes), new File(['x'], 'alone.csv')])
    expect(files[0]).toEqual({ path: 'pack/build-sheet.csv', encoding: 'utf8', content: 'ä,b\n' })
    expect(files[1]).toMatchObject({ path: 'pack/a.zip', encoding: 'base64' })
    expect(Buffer.from(files[1]?.content ?? '', 'base64').equals(Buffer.from(bytes))).toBe(true)
    expect(files[2]?.path).toBe('alone.csv')
  })

  it('are refused where they are no export by their size, and named where one cannot be read', async () => {
    const gone = Object.assign(new File(['x'], 'gone.csv'), { arrayBuffer: () => Promise.reject(new Error('it was moved')) })
    await expect(uploadedFiles([gone])).rejects.toThrow('gone.csv cannot be read: it was moved')
    await expect(uploadedFiles([{ size: 40_000_000 } as File])).rejects.toThrow('more than 36 MB')
  })
})
