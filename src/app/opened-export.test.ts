import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { AppError } from '../core/error.ts'
import { carriedFile } from './hand-over.ts'
import { openedExport } from './opened-export.ts'

const zipOf = (files: Record<string, string>, path = 'pack.zip') =>
  carriedFile({ path, content: zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))) })
const paths = (files: readonly { path: string }[]) => files.map(({ path }) => path)

describe('an export as a person gives it', () => {
  it('is opened where it is a zip, whatever folder lies around it', () => {
    const plain = zipOf({ 'export.json': '{}', 'messages/c1.html': 'Hello' })
    const around = zipOf({ 'pack/': '', 'pack/export.json': '{}', 'pack/messages/c1.html': 'Hello', 'other/x.txt': '' }, 'Pack.ZIP')
    expect(paths(openedExport([plain]))).toEqual(['export.json', 'messages/c1.html'])
    expect(paths(openedExport([around]))).toEqual(['export.json', 'messages/c1.html'])
  })

  it('loses the folder that a page names before each file', () => {
    const files = ['pack/export.json', 'pack/campaigns/a.zip'].map((path) => carriedFile({ path, content: 'x' }))
    expect(paths(openedExport(files))).toEqual(['export.json', 'campaigns/a.zip'])
  })

  it('stays as it is where it is one file of an export, also a zip that a tool takes in', () => {
    expect(paths(openedExport([carriedFile({ path: 'build-sheet.csv', content: 'a,b' })]))).toEqual(['build-sheet.csv'])
    expect(paths(openedExport([zipOf({ 'campaign.json': '{}' }, 'consider.zip')]))).toEqual(['consider.zip'])
  })

  it('is refused by name where it cannot be read or holds too much', () => {
    expect(() => openedExport([carriedFile({ path: 'broken.zip', content: 'no zip' })])).toThrow(/^broken\.zip is no zip that can be read/)
    const many = Object.fromEntries(Array.from({ length: 5_001 }, (_, i) => [`${i}.txt`, '']))
    const packed = zipOf({ 'export.json': '{}', ...many })
    expect(() => openedExport([packed])).toThrow(AppError)
    expect(() => openedExport([packed])).toThrow('pack.zip holds more than any export')
  })
})
