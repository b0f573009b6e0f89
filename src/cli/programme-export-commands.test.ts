import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fixtureDesign } from '../../test/fixtures/fixture-design.ts'
import { fixtureExports } from '../../test/fixtures/fixture-exports.ts'
import { runLine, witness } from './fake-app.test-support.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'desirepath-export-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const seen = () => witness(fixtureExports(), { folder })
const exporting = ['programme', 'export', 'nurture', '--target', 'neutral', '--date', '2026-03-27']

describe('programme export and diff', () => {
  it('says what the tool does, without writing anything', async () => {
    const told = seen()
    expect(await runLine(exporting, told)).toBe(0)
    expect(told.out).toContain('What any tool (neutral pack) does of it:')
    expect(told.out).toContain('by hand (d1): Nobody wrote this message yet')
    expect(readdirSync(folder)).toEqual([])
  })

  it('writes the files, and says so with JSON, too', async () => {
    const told = seen()
    expect(await runLine([...exporting, '--out', 'pack', '--json'], told)).toBe(0)
    const { out, files } = JSON.parse(told.out) as { out: string; files: string[] }
    expect(out).toBe(join(folder, 'pack'))
    expect(files).toContain('messages/c1.html')
    expect(readFileSync(join(folder, 'pack', 'README.md'), 'utf8')).toContain('as of 2026-03-27')
  })

  it('finds no difference in what was written, and one where the sheet was changed', async () => {
    const same = seen()
    expect(await runLine(['programme', 'diff', 'nurture', 'pack'], same)).toBe(0)
    expect(same.out).toBe('The export says what the programme says.\n')
    const sheet = join(folder, 'pack', 'build-sheet.csv')
    writeFileSync(sheet, readFileSync(sheet, 'utf8').replace('consider,Consideration,,12,7', 'consider,Consideration,,14,7'))
    const changed = seen()
    await runLine(['programme', 'diff', 'nurture', 'pack'], changed)
    expect(changed.out).toContain('"c2": day is 12 in the programme, 14 in the export')
    const alone = seen()
    await runLine(['programme', 'diff', 'nurture', 'pack/build-sheet.csv', '--target', 'neutral', '--json'], alone)
    expect(JSON.parse(alone.out).differences).toHaveLength(1)
  })

  it('reads the zip of an export, and no other zip', async () => {
    const files = readdirSync(join(folder, 'pack'), { recursive: true, encoding: 'utf8' }).filter((path) => path.includes('.'))
    const entries = files.map((path) => [path, new Uint8Array(readFileSync(join(folder, 'pack', path)))] as const)
    writeFileSync(join(folder, 'pack.zip'), zipSync(Object.fromEntries(entries)))
    const told = seen()
    expect(await runLine(['programme', 'diff', 'nurture', 'pack.zip'], told)).toBe(0)
    expect(told.out).toContain('"c2": day is 12 in the programme, 14 in the export')
    writeFileSync(join(folder, 'broken.zip'), 'no zip')
    const broken = seen()
    expect(await runLine(['programme', 'diff', 'nurture', 'broken.zip'], broken)).toBe(2)
    expect(broken.err).toContain('broken.zip is no zip that can be read')
  })

  it('writes over an earlier export only when told, and over nothing else', async () => {
    const refused = seen()
    expect(await runLine([...exporting, '--out', 'pack'], refused)).toBe(5)
    expect(refused.err).toContain('is not empty: name another folder, or say --replace')
    writeFileSync(join(folder, 'pack', 'mine.txt'), 'mine')
    expect(await runLine([...exporting, '--out', 'pack', '--replace'], seen())).toBe(0)
    expect(readdirSync(join(folder, 'pack'))).toContain('mine.txt')
    const same = seen()
    await runLine(['programme', 'diff', 'nurture', 'pack'], same)
    expect(same.out).toBe('The export says what the programme says.\n')
    rmSync(join(folder, 'pack', 'export.json'))
    const foreign = seen()
    expect(await runLine([...exporting, '--out', 'pack', '--replace'], foreign)).toBe(5)
    expect(foreign.err).toContain('holds no earlier export')
  })

  it('takes a design for the sources', async () => {
    writeFileSync(join(folder, 'design.json'), JSON.stringify(fixtureDesign))
    const told = seen()
    expect(await runLine([...exporting, '--design', 'design.json'], told)).toBe(0)
    expect(told.asked[0]?.given[1]).toEqual({ target: 'neutral', date: '2026-03-27', design: fixtureDesign })
    writeFileSync(join(folder, 'none.json'), '{')
    const wrong = seen()
    expect(await runLine([...exporting, '--design', 'none.json'], wrong)).toBe(3)
    expect(wrong.err).toContain('none.json is no design')
  })

  it.each([
    [['programme', 'export', 'nurture', '--target', 'hubspott'], 4, 'There is no target "hubspott". Known: neutral'],
    [['programme', 'export', 'nurture'], 2, "required option '--target <id>' not specified"],
    [['programme', 'export', 'nurture', '--target', 'neutral', '--date', '2026-02-30'], 2, 'It is a day like 2026-03-27'],
    [['programme', 'diff', 'nurture', 'nowhere'], 2, 'nowhere cannot be read: there is no such file or folder'],
    [['programme', 'diff', 'nurture', 'design.json'], 2, 'have no export.json that says for which tool they are'],
  ])('%j is refused', async (line, exit, told) => {
    const refused = seen()
    expect(await runLine(line, refused)).toBe(exit)
    expect(refused.err).toContain(told)
  })

  it('lists the tools', async () => {
    const told = seen()
    await runLine(['programme', 'targets'], told)
    expect(told.out).toMatch(/^neutral +any tool \(neutral pack\)$/m)
  })
})

describe('programme architecture', () => {
  it('prints the page, or writes it with the picture', async () => {
    const printed = seen()
    expect(await runLine(['programme', 'architecture', '--date', '2026-03-27'], printed)).toBe(0)
    expect(printed.out).toContain('# E-mail programmes\n\nAs of 2026-03-27.')
    expect(await runLine(['programme', 'architecture', '--out', 'page'], seen())).toBe(0)
    expect(readdirSync(join(folder, 'page')).sort()).toEqual(['export.json', 'programmes.md', 'programmes.mmd', 'programmes.svg'])
    expect(readFileSync(join(folder, 'page', 'programmes.md'), 'utf8')).toContain('As of 2026-01-01.')
  })
})
