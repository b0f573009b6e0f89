import { describe, expect, it } from 'vitest'
import { exportDifferences } from './export-differences.ts'
import { exportProgramme } from './export-programme.ts'
import { sampleJourney, sampleMessage, sampleProgramme } from './programme.test-support.ts'
import { neutralTarget } from './targets/neutral/neutral-target.ts'
import type { ExportFile } from './targets/target.ts'

const programme = sampleProgramme()
const date = { year: 2026, month: 3, day: 27 }

async function pack(): Promise<readonly ExportFile[]> {
  return (await exportProgramme({ programme, journey: sampleJourney(), design: null, target: neutralTarget, date })).files
}

/** What differs when somebody edited the build sheet. */
async function edited(change: (sheet: string) => string) {
  const files = (await pack()).map((file) => (file.path === 'build-sheet.csv' ? { ...file, content: change(String(file.content)) } : file))
  const read = neutralTarget.readBack(files)
  return { texts: exportDifferences(programme, read).map(({ text }) => text), notes: read.notes }
}

describe('an export read back', () => {
  it('is the programme, when nobody changed anything', async () => {
    expect(await edited((sheet) => sheet)).toEqual({ texts: [], notes: [] })
  })

  it('shows a day that was moved, with the gap', async () => {
    const { texts } = await edited((sheet) => sheet.replace('consider,Consideration,,12,7', 'consider,Consideration,,14,7'))
    expect(texts).toEqual(['"c2": day is 12 in the programme, 14 in the export (7 days after "c1"; there 9 days after "c1").'])
  })

  it('shows messages that came and went', async () => {
    const { texts } = await edited((sheet) => {
      const rows = sheet.split('\r\n')
      const [c1 = ''] = rows.filter((row) => row.startsWith('c1,'))
      return [...rows.filter((row) => !row.startsWith('c3,')), c1.replace('c1,', 'c9,')].join('\r\n')
    })
    expect(texts).toEqual(['"c3" is only in the programme.', '"c9" is only in the export.'])
  })

  it('shows another delay, condition, name and persona', async () => {
    const { texts } = await edited((sheet) =>
      sheet
        .replace('2 days,"in stage consider, nothing heard for 10 days"', '36 hours,"in stage consider, nothing heard for 9 days"')
        .replace('b1,sequence,Message b1,consider,Consideration,buyer', 'b1,sequence,Message one,consider,Consideration,seller'),
    )
    expect(texts).toEqual([
      '"b1": name is Message b1 in the programme, Message one in the export.',
      '"b1": persona is buyer in the programme, seller in the export.',
      '"f-silence": delay is 2 days in the programme, 36 hours in the export.',
      '"f-silence": condition is in stage consider, nothing heard for 10 days in the programme, in stage consider, nothing heard for 9 days in the export.',
    ])
  })

  it('shows what changed in the programme since, too', async () => {
    const read = neutralTarget.readBack(await pack())
    const [first, ...rest] = programme.sequences
    if (first === undefined) throw new Error('the sample has sequences')
    const now = { ...programme, sequences: [{ ...first, messages: [...first.messages, sampleMessage('c4', 30)] }, ...rest] }
    expect(exportDifferences(now, read)).toEqual([
      { message: 'c4', what: 'removed', programme: 'Message c4', export: null, text: '"c4" is only in the programme.' },
    ])
  })

  it('reads what a spreadsheet of another country saved, and says what it cannot read', async () => {
    const { texts, notes } = await edited(
      (sheet) =>
        `${sheet
          .split('\r\n')
          .map((line) => line.replaceAll('","', '";"').replaceAll(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/g, ';'))
          .join('\r\n')}x9;letter;A\r\nx10;sequence;B;s;s;;soon;;\r\n`,
    )
    expect(texts).toEqual(['"x10" is only in the export.'])
    expect(notes).toEqual([
      'build-sheet.csv, line 12: "letter" is no kind of message (sequence, friction, transactional), so it is left out.',
      'build-sheet.csv, line 13: "soon" is no number of days.',
    ])
  })

  it.each([
    ['a,b\r\n1,2\r\n', 'has no column "message" in its first line'],
    ['message,kind\r\n"a', 'cannot be read as CSV'],
  ])('refuses %s', async (sheet, told) => {
    await expect(edited(() => sheet)).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining(told) })
  })

  it('refuses a folder without a build sheet', () => {
    expect(() => neutralTarget.readBack([{ path: 'README.md', content: '' }])).toThrow('There is no build-sheet.csv among the files')
  })
})
