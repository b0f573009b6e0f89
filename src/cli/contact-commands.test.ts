import { describe, expect, it } from 'vitest'
import { AppError } from '../core/error.ts'
import { runArguments } from './command-line.ts'
import { type Witness, witness } from './fake-app.test-support.ts'

const run = (line: string, seen: Witness) => runArguments(line.split(' '), seen.surroundings, '1.2.3')

describe('erase', () => {
  const erasure = { contact: 'ann', alsoKnownAs: [], anonymous: ['x1'], events: 2, stripped: 1 }

  it('asks for --yes, and touches nothing without', async () => {
    const seen = witness({ erase: async () => erasure })
    expect(await run('erase ann', seen)).toBe(2)
    expect(seen.err).toContain('erase removes everything about the contact "ann", under all its ids, and there is no way back')
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

describe('merge and unmerge', () => {
  const group = { contact: 'ann', alsoKnownAs: ['bob', 'cid'], anonymous: [] }

  it('[E7] say what is one contact', async () => {
    const seen = witness({ mergeContacts: async () => group })
    expect(await run('merge bob ann', seen)).toBe(0)
    expect(seen.asked[0]).toEqual({ name: 'mergeContacts', given: ['bob', { type: 'contact', id: 'ann' }] })
    expect(seen.out).toBe('bob and ann are one contact, ann, also known as bob, cid.\n')
    const unknown = witness({ mergeContacts: async () => ({ ...group, anonymous: ['x1'] }) })
    expect(await run('merge bob x1 --anonymous', unknown)).toBe(0)
    expect(unknown.asked[0]).toEqual({ name: 'mergeContacts', given: ['bob', { type: 'anonymous', id: 'x1' }] })
    expect(unknown.out).toBe('What the anonymous id x1 did counts as done by the contact ann.\n')
    const json = witness({ mergeContacts: async () => group })
    await run('merge bob ann --json', json)
    expect(JSON.parse(json.out)).toEqual(group)
  })

  it('[E7] say what a tie taken back leaves', async () => {
    const apart = { contacts: [group, { contact: 'dan', alsoKnownAs: [], anonymous: [] }], stillOne: false }
    const seen = witness({ unmergeContacts: async () => apart })
    expect(await run('unmerge bob dan', seen)).toBe(0)
    expect(seen.asked[0]).toEqual({ name: 'unmergeContacts', given: ['bob', { type: 'contact', id: 'dan' }] })
    expect(seen.out).toBe('The tie of bob and dan is taken back. They are two contacts.\n')
    const still = witness({ unmergeContacts: async () => ({ contacts: [group], stillOne: true }) })
    await run('unmerge bob cid', still)
    expect(still.out).toContain('Other ties still make them one contact; desirepath export bob shows its links and decisions.')
  })
})

describe('export', () => {
  it.each(['export ann', 'export ann --json'])('prints JSON: %s', async (line) => {
    const found = { contact: 'ann', alsoKnownAs: [], anonymous: [], properties: [], links: [], decisions: [], events: [], next: null }
    const seen = witness({ exportContact: async () => found })
    expect(await run(line, seen)).toBe(0)
    const { next, ...all } = found
    expect(JSON.parse(seen.out)).toEqual(all)
  })
})
