import { expect, it } from 'vitest'
import { runLine, witness } from './fake-app.test-support.ts'

const newest = { number: 2, createdAt: Date.UTC(2026, 1, 3, 4, 5), note: 'Longer window', stages: 3 }
const second = { number: 1, createdAt: Date.UTC(2026, 0, 2, 3, 4), note: '', stages: 2 }
const versions = [newest, second]

it('lists the versions of a journey, newest first, with their notes', async () => {
  const seen = witness({ versions: async () => versions })
  expect(await runLine('journey versions sales', seen)).toBe(0)
  expect(seen.asked[0]).toEqual({ name: 'versions', given: ['sales'] })
  const lines = seen.out.trim().split('\n')
  expect(lines[2]).toMatch(/^\s*2 .*3\s+Longer window$/)
  expect(lines[3]).toMatch(/^\s*1 /)
})

it('says in words what is different, in the newest version unless another is named', async () => {
  const differences = [
    { place: 'Stage “Looks” · window', before: '30 days', after: '45 days' },
    { place: 'Stage', before: null, after: 'Pays' },
  ]
  const versionDifferences = async () => ({ from: second, to: newest, differences })
  const seen = witness({ versions: async () => versions, versionDifferences })
  expect(await runLine('journey diff sales 1', seen)).toBe(0)
  expect(seen.asked[1]).toEqual({ name: 'versionDifferences', given: ['sales', 1, 2] })
  expect(seen.out).toBe('Version 1 and version 2: 2 differences.\nStage “Looks” · window\n  - 30 days\n  + 45 days\nStage\n  + Pays\n')
})

it('restores a version, and refuses what is no number of one', async () => {
  const seen = witness({ restoreVersion: async () => ({ version: { ...newest, number: 3 }, findings: [] }) })
  expect(await runLine('journey restore sales 1', seen)).toBe(0)
  expect(seen.out).toBe('Journey sales is at version 3, with the text of version 1.\n')
  expect(await runLine('journey restore sales one', seen)).toBe(2)
  expect(seen.err).toContain('"one" is no number of a version')
})
