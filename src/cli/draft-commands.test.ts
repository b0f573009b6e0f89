import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { ProposedJourney } from '../model/draft/proposed-journey.ts'
import { runLine, summaryOf, witness } from './fake-app.test-support.ts'

const draft: ProposedJourney = {
  text: 'journey: contact-journey\n',
  subjectType: 'contact',
  types: [],
  subjects: 40,
  read: 40,
  stages: [
    {
      id: 'seen',
      name: 'Seen',
      lifecycle: 'awareness',
      entry: [{ key: '["seen"]', text: 'seen', subjects: 40 }],
      subjects: 40,
      reasons: [],
    },
    {
      id: 'bought',
      name: 'Bought',
      lifecycle: 'acquisition',
      entry: [{ key: '["bought"]', text: 'bought', subjects: 10 }],
      subjects: 10,
      reasons: [],
    },
  ],
  goal: [{ key: '["paid"]', text: 'paid', subjects: 8 }],
  lost: [],
  reasons: [],
  rejected: [{ event: { key: '["clicked"]', text: 'clicked', subjects: 30 }, reason: 'It happens 9.0 times a subject.' }],
  notes: ['One in two was read.'],
}
const folder = mkdtempSync(join(tmpdir(), 'desirepath-draft-'))
afterAll(() => rmSync(folder, { recursive: true }))
const asking = (answer: ProposedJourney | null) =>
  witness(
    {
      draftJourney: async () => ({ draft: answer, message: answer === null ? 'There is not enough data for a draft: no events.' : null }),
      applyJourney: async () => ({ summary: summaryOf('contact-journey'), findings: [] }),
    },
    { folder },
  )

describe('draft', () => {
  it('prints the document alone, so that it can be piped, and keeps nothing', async () => {
    const seen = asking(draft)
    expect(await runLine('draft --subject contact --stages 4', seen)).toBe(0)
    expect(seen.out).toBe(draft.text)
    expect(seen.asked.map(({ name }) => name)).toEqual(['draftJourney', 'close'])
    expect(seen.asked[0]?.given).toEqual([{ subject: 'contact', stages: 4, name: undefined }])
  })

  it('writes a new file with --out and tells the stages, and what was not proposed; an existing file stays', async () => {
    const seen = asking(draft)
    expect(await runLine('draft --out journey.yaml', seen)).toBe(0)
    expect(readFileSync(join(folder, 'journey.yaml'), 'utf8')).toBe(draft.text)
    expect(seen.out).toMatch(/Bought +acquisition +bought +10 +25 %/)
    expect(seen.out).toContain('completes it: paid')
    expect(seen.out).toContain('Seen, not proposed (1 event):\n  clicked: It happens 9.0 times a subject.')
    const again = asking({ ...draft, text: 'other' })
    expect(await runLine('draft --out journey.yaml', again)).toBe(2)
    expect(again.err).toContain('journey.yaml cannot be written: it is there already')
    expect(readFileSync(join(folder, 'journey.yaml'), 'utf8')).toBe(draft.text)
  })

  it('keeps it with --apply', async () => {
    const seen = asking(draft)
    expect(await runLine('draft --apply', seen)).toBe(0)
    expect(seen.asked.find(({ name }) => name === 'applyJourney')?.given).toEqual([draft.text])
    expect(seen.out).toContain('Journey contact-journey is at version 2.')
  })

  it('answers programs with the whole value', async () => {
    const seen = asking(draft)
    expect(await runLine('draft --json', seen)).toBe(0)
    expect(JSON.parse(seen.out)).toEqual({ ...draft, file: null, applied: null })
  })

  it('says honestly that the data are too few, writes nothing, and exits 3', async () => {
    const seen = asking(null)
    expect(await runLine('draft --out none.yaml --apply', seen)).toBe(3)
    expect(seen.err).toContain('There is not enough data for a draft')
    expect(existsSync(join(folder, 'none.yaml'))).toBe(false)
    expect(seen.asked.some(({ name }) => name === 'applyJourney')).toBe(false)
  })
})
