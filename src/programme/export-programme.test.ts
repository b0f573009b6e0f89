import { describe, expect, it } from 'vitest'
import { exportDifferences } from './export-differences.ts'
import { exportProgramme } from './export-programme.ts'
import { sampleJourney, sampleProgramme } from './programme.test-support.ts'
import { partsUsed, programmeParts } from './targets/programme-parts.ts'
import { targetNamed, targets } from './targets/target-registry.ts'

const programme = sampleProgramme()
const request = { programme, journey: sampleJourney(), design: null, date: { year: 2026, month: 3, day: 27 } }

describe.each(targets.map((target) => [target.id, target] as const))('an export for %s', (id, target) => {
  it('has the same bytes each time, with README.md and a manifest that lists every file', async () => {
    const made = await exportProgramme({ ...request, target })
    expect(await exportProgramme({ ...request, target })).toEqual(made)
    const paths = made.files.map(({ path }) => path)
    expect(new Set(paths).size).toBe(paths.length)
    expect(paths).toContain('README.md')
    const manifest = JSON.parse(String(made.files.find(({ path }) => path === 'export.json')?.content))
    expect(manifest).toMatchObject({ target: id, programme: 'nurture', journey: 'sales', date: '2026-03-27', files: paths })
  })

  it('checks every part that the programme uses, and names each that the tool does not do among the losses', async () => {
    const { check, losses, notes } = await exportProgramme({ ...request, target })
    expect(check.map(({ part }) => part)).toEqual(partsUsed(programme))
    expect(check.length).toBe(Object.keys(programmeParts).length)
    for (const { part, does } of check) if (!does) expect(losses.map((loss) => loss.part)).toContain(part)
    for (const { text, wayOut } of losses) for (const sentence of [text, wayOut]) expect(sentence).toMatch(/^\S.*\.$/)
    expect(notes.length).toBeGreaterThan(2)
  })

  it('says when it is read back what the programme says', async () => {
    const { files } = await exportProgramme({ ...request, target })
    expect(exportDifferences(programme, target.readBack(files)).map(({ text }) => text)).toEqual([])
  })
})

it('names the nearest target where there is none of that id', () => {
  expect(() => targetNamed('hubspott')).toThrow('There is no target "hubspott". Known: neutral, ')
  expect(() => targetNamed('hubspott')).toThrow('Did you mean "hubspot"?')
})
