import { describe, expect, it } from 'vitest'
import { runLine, summaryOf, witness } from './fake-app.test-support.ts'
import { temporaryFiles } from './temporary-files.test-support.ts'

const { file } = temporaryFiles()

describe('journey', () => {
  it('lists', async () => {
    const seen = witness({ journeys: async () => [summaryOf('b2b')] })
    expect(await runLine('journey list', seen)).toBe(0)
    expect(seen.out.split('\n')).toEqual([
      'Journey  Name  Subject  Version  Stages  Subjects     Computed (UTC)',
      '───────  ────  ───────  ───────  ──────  ────────  ─────────────────',
      'b2b      B2B   contact        2       7     1 234  2 Jan 2026, 03:04',
      '',
    ])
  })

  it('shows the document itself', async () => {
    const seen = witness({ showJourney: async () => ({ text: 'id: b2b', version: 2 }) })
    await runLine('journey show b2b', seen)
    expect(seen.out).toBe('id: b2b\n')
    const json = witness({ showJourney: async () => ({ text: 'id: b2b', version: 2 }) })
    await runLine('journey show b2b --json', json)
    expect(JSON.parse(json.out)).toEqual({ id: 'b2b', text: 'id: b2b', version: 2 })
  })

  it('validates: errors first, exit 3, nothing kept', async () => {
    const path = file('bad.yaml', 'id: b2b')
    const findings = [
      { kind: 'gap' as const, path: 'personas', message: 'no personas' },
      { kind: 'error' as const, path: 'stages[0].id', message: '"A b" is not an id' },
    ]
    const seen = witness({ validateJourney: async () => ({ journey: null, findings }) })
    expect(await runLine(['journey', 'validate', path], seen)).toBe(3)
    expect(seen.out).toBe(
      `${path} is not a valid journey:\n  error    stages[0].id: "A b" is not an id\n  missing  personas: no personas\n`,
    )
    expect(seen.asked[0]).toEqual({ name: 'validateJourney', given: ['id: b2b'] })
  })

  it('says when a document is not UTF-8', async () => {
    const seen = witness({})
    expect(await runLine(['journey', 'apply', file('latin.yaml', new Uint8Array([0x69, 0xe9]))], seen)).toBe(3)
    expect(seen.err).toContain('is not UTF-8 text: save it as UTF-8')
  })

  it('applies', async () => {
    const seen = witness({ applyJourney: async () => ({ summary: summaryOf('b2b'), findings: [] }) })
    expect(await runLine(['journey', 'apply', file('good.yaml', 'id: b2b')], seen)).toBe(0)
    expect(seen.out).toBe('Journey b2b ("B2B") is at version 2, with 7 stages.\n')
  })
})
