import { describe, expect, it } from 'vitest'
import { AppError } from '../core/error.ts'
import { runArguments } from './command-line.ts'
import { type Witness, witness } from './fake-app.test-support.ts'

const run = (line: string, seen: Witness) => runArguments(line.split(' '), seen.surroundings, '1.2.3')

describe('erase', () => {
  const erasure = { contact: 'ann', anonymous: ['x1'], events: 2, stripped: 1 }

  it('asks for --yes, and touches nothing without', async () => {
    const seen = witness({ erase: async () => erasure })
    expect(await run('erase ann', seen)).toBe(2)
    expect(seen.err).toContain('erase removes everything about the contact "ann", and there is no way back')
    expect(seen.opened).toEqual([])
  })

  it('[E9] says what was removed', async () => {
    const seen = witness({ erase: async () => erasure })
    expect(await run('erase ann --yes', seen)).toBe(0)
    expect(seen.asked[0]).toEqual({ name: 'erase', given: ['ann'] })
    expect(seen.out).toBe(
      'Erased the contact ann, with the anonymous id x1: 2 events, its properties and links. 1 event of others stay without it. No import brings it back.\n',
    )
    const json = witness({ erase: async () => erasure })
    await run('erase ann --yes --json', json)
    expect(JSON.parse(json.out)).toEqual(erasure)
  })

  it('of a contact that nobody knows exits 4', async () => {
    const seen = witness({ erase: () => Promise.reject(new AppError('notFound', 'Nothing is kept about the contact "an".')) })
    expect(await run('erase an --yes', seen)).toBe(4)
  })
})

describe('export', () => {
  it.each(['export ann', 'export ann --json'])('prints JSON: %s', async (line) => {
    const found = { contact: 'ann', anonymous: [], properties: [], links: [], events: [] }
    const seen = witness({ exportContact: async () => found })
    expect(await run(line, seen)).toBe(0)
    expect(JSON.parse(seen.out)).toEqual(found)
  })
})
