import { expect, it } from 'vitest'
import { fixtureDesign } from '../../test/fixtures/fixture-design.ts'
import { AppError } from '../core/error.ts'
import { sampleJourney, sampleProgramme } from '../programme/programme.test-support.ts'
import { insideFolder } from './hand-over.ts'
import { programmeExportDesk } from './programme-export-desk.ts'

const programme = sampleProgramme()
const gone = (what: string) => new AppError('notFound', `There is no ${what}.`)

it('shows all programmes though one cannot be read and the journey of one is gone', async () => {
  const desk = programmeExportDesk({
    ids: async () => ['lost', 'nurture', 'wrong'],
    named: async (id) => {
      if (id === 'wrong') throw new AppError('invalid', 'The kept programme "wrong" cannot be read: line 1.')
      return {
        programme: { ...programme, id, journey: id === 'lost' ? 'none' : 'sales' },
        paused: id === 'lost' ? { reason: 'stock' } : null,
      }
    },
    journey: async (id) => {
      if (id === 'none') throw gone('journey "none"')
      return sampleJourney()
    },
    designOf: async () => fixtureDesign,
  })
  const { plan } = await desk.programmeArchitecture('2026-03-27')
  expect(plan.rows.map(({ id, journey, paused }) => [id, journey, paused])).toEqual([
    ['lost', 'none', 'stock'],
    ['nurture', 'Sales', null],
  ])
  expect(plan.notes).toEqual([
    'The kept programme "wrong" cannot be read: line 1.',
    'The journey "none" of the programme "lost" is not there.',
  ])
  await expect(desk.programmeArchitecture('27.3.2026')).rejects.toThrow('"27.3.2026" is no day of the calendar: write it like 2026-03-27.')
})

it('compares an export however it is given, names a file that cannot be read, and says so where it is of another programme', async () => {
  const desk = programmeExportDesk({
    ids: async () => [],
    named: async (id) => ({ programme: { ...programme, id }, paused: null }),
    journey: async () => sampleJourney(),
    designOf: async () => fixtureDesign,
  })
  const { files } = await desk.exportProgramme('nurture', { target: 'hubspot', date: '2026-03-27', design: null })
  const inFolder = files.map((file) => ({ ...file, path: `my export/${file.path}` }))
  expect(await desk.compareExport('nurture', inFolder, null)).toMatchObject({ target: 'hubspot', differences: [], notes: [] })
  const other = await desk.compareExport('spring', files, null)
  expect(other.notes).toEqual(['The files are an export of the programme "nurture", and were compared with "spring".'])
  const path = files.find((file) => file.path.startsWith('workflows/'))?.path ?? ''
  const broken = files.map((file) => (file.path === path ? { ...file, content: '{' } : file))
  await expect(desk.compareExport('nurture', broken, null)).rejects.toThrow(`${path} is no JSON`)
  await expect(desk.compareExport('nurture', [{ path: 'a.csv', encoding: 'utf8', content: 'a' }], null)).rejects.toThrow(
    'have no export.json that says for which tool they are',
  )
})

it('does not hide another fault of the store', async () => {
  const failing = async () => {
    throw new AppError('store', 'The store is gone.')
  }
  const desk = programmeExportDesk({ ids: async () => ['a'], named: failing, journey: failing, designOf: failing })
  await expect(desk.programmeArchitecture('2026-03-27')).rejects.toThrow('The store is gone.')
})

it.each(['../a', 'a/../../b', '/etc/passwd', 'a//b', 'a\\b', 'c:a', '.'])('refuses a file of a target at %j', (path) => {
  expect(() =>
    insideFolder([
      { path: 'messages/a.html', content: '' },
      { path, content: '' },
    ]),
  ).toThrow('is not inside its folder')
})

it('cites what the data suggest today where no design is given', async () => {
  const desk = programmeExportDesk({
    ids: async () => [],
    named: async () => ({ programme, paused: null }),
    journey: async () => sampleJourney(),
    designOf: async () => ({ ...fixtureDesign, sequences: fixtureDesign.sequences.map((one) => ({ ...one, stage: 'consider' })) }),
  })
  const { files } = await desk.exportProgramme('nurture', { target: 'neutral', date: '2026-03-27', design: null })
  const sheet = files.find(({ path }) => path === 'build-sheet.md')?.content ?? ''
  expect(sheet).toContain('Of 200 stays')
})
