import { describe, expect, it } from 'vitest'
import { AppError } from '../core/error.ts'
import { runLine, witness } from './fake-app.test-support.ts'

describe('doctor', () => {
  it('exits 1 when something is at fault', async () => {
    const checks = [
      { name: 'engine', ok: true, message: 'chDB 26.7 answers' },
      { name: 'disk', ok: false, message: '10 MB left' },
    ]
    const seen = witness({ doctor: async () => checks })
    expect(await runLine('doctor', seen)).toBe(1)
    expect(seen.out).toBe('well   engine: chDB 26.7 answers\nFAULT  disk: 10 MB left\n')
  })

  it('tells why the data directory cannot be opened', async () => {
    const openApp = () => Promise.reject(new AppError('locked', 'held by another'))
    const seen = witness({}, { openApp })
    expect(await runLine('doctor --json', seen)).toBe(6)
    expect(JSON.parse(seen.out)).toEqual([{ name: 'data directory', ok: false, message: 'held by another' }])
  })
})
