import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeTexts, movedOffset } from './merge-texts.ts'
import { differingHunks, textTokens } from './text-tokens.ts'

const origin = `journey: sales # ours
stages:
  - { id: look, name: Looks, entry: visit, window: 30d }
  - id: buy
    name: Buys
    questions:
      - What does it cost?
      - Who else buys?
`
const change = (...pairs: [string, string][]) => pairs.reduce((text, [from, to]) => text.replace(from, to), origin)

describe('two people change one text', () => {
  it('different places both apply, also on one line', () => {
    const theirs = change(['Looks', 'Looks round'], ['name: Buys', 'name: Pays'])
    const mine = change(['30d', '45d'], ['Who else buys?', 'Who else buys here?'])
    expect(mergeTexts(origin, theirs, mine)).toEqual({
      text: change(['Looks', 'Looks round'], ['name: Buys', 'name: Pays'], ['30d', '45d'], ['Who else buys?', 'Who else buys here?']),
      conflicts: [],
    })
  })

  it('of the same value both are kept whole: theirs in the text, mine beside it', () => {
    const theirs = change(['What does it cost?', 'What does it cost a year?'])
    const { text, conflicts } = mergeTexts(origin, theirs, change(['What does it cost?', 'What will it cost?']))
    expect(text).toBe(theirs)
    expect(conflicts).toEqual([
      { at: origin.indexOf('What does'), origin: 'What does it cost?', theirs: 'What does it cost a year?', mine: 'What will it cost?' },
    ])
  })

  it('what both put in at the same place is shown to the second', () => {
    const at = '      - Who else buys?\n'
    const { text, conflicts } = mergeTexts(origin, `${origin}      - Is it safe?\n`, `${origin}      - Can I try it?\n`)
    expect(text).toBe(`${origin}      - Is it safe?\n`)
    expect(conflicts.map(({ mine }) => mine).join()).toContain('Can I try it?')
    expect(origin).toContain(at)
  })

  it('the same change by both is one change', () => {
    const both = change(['Looks', 'Looks round'])
    expect(mergeTexts(origin, both, both)).toEqual({ text: both, conflicts: [] })
  })

  it('changes that cannot be read together are one conflict', () => {
    const { text, conflicts } = mergeTexts(
      origin,
      change(['- id: buy\n    name: Buys\n', '- id: buy\n    name: { first: Buys }\n']),
      change(['name: Buys\n', 'name: Buys\n    goals: [one\n']),
    )
    expect(text + conflicts.map(({ mine }) => mine).join()).toContain('one')
  })
})

const words = ['How much', 'does it', 'cost', 'a year', 'and why', 'Buys', 'Looks', '30d', 'visit', '# note']
/** Small rewritings anywhere: put words in, take some out, change a line. */
const rewriting = fc.array(fc.record({ place: fc.nat(), length: fc.nat(12), kind: fc.nat(2), word: fc.constantFrom(...words) }), {
  minLength: 1,
  maxLength: 5,
})
type Rewriting = { place: number; length: number; kind: number; word: string }[]
let counter = 0
function rewrite(text: string, drawn: Rewriting, name: string): string {
  return drawn.reduce((now, { place, length, kind, word }) => {
    // Never inside a word: that would change what someone else said.
    const at = endOfWord(now, place % (now.length + 1))
    counter++
    const said = kind === 2 ? '' : kind === 1 ? ` ${word} ${name}${counter} ` : `\n  - ${word} ${name}${counter}\n`
    return now.slice(0, at) + said + now.slice(at + (kind === 0 ? 0 : length))
  }, text)
}
function endOfWord(text: string, place: number): number {
  const rest = text.slice(place).search(/\s/)
  return rest < 0 ? text.length : place + rest
}
const saidBy = (name: string, text: string) => text.match(new RegExp(`\\b${name}\\d+\\b`, 'g')) ?? []

describe('whatever two people write', () => {
  it('the least differences make one text the other, and tokens are the text', () => {
    fc.assert(
      fc.property(rewriting, (drawn) => {
        const [old, now] = [textTokens(origin), textTokens(rewrite(origin, drawn, 'a'))]
        let built: string[] = []
        let done = 0
        for (const { from, until, start, end } of differingHunks(old, now)) {
          built = [...built, ...old.slice(done, from), ...now.slice(start, end)]
          done = until
        }
        expect([...built, ...old.slice(done)]).toEqual(now)
        expect(old.join('')).toBe(origin)
      }),
      { numRuns: 300 },
    )
  })

  it('no word is lost: each stands in the text or beside it, in any order of arrival', () => {
    let conflicts = 0
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), rewriting), { minLength: 2, maxLength: 8 }), (steps) => {
        // Each person writes on from what the server last gave back; the server merges whatever arrives onto what it holds.
        let server = origin
        const people = { a: { seen: origin, text: origin }, b: { seen: origin, text: origin } }
        const beside: string[] = []
        for (const [isFirst, drawn] of steps) {
          const name = isFirst ? 'a' : 'b'
          const person = people[name]
          const inserting = drawn.map((one) => ({ ...one, length: 0 }))
          person.text = rewrite(person.text, inserting, name)
          const said = saidBy(name, person.text)
          const merged = mergeTexts(person.seen, server, person.text)
          beside.push(...merged.conflicts.map(({ mine }) => mine))
          conflicts += merged.conflicts.length
          for (const word of [...said, ...saidBy(name === 'a' ? 'b' : 'a', server)])
            expect(`${merged.text} ${beside.join(' ')}`).toContain(word)
          server = merged.text
          if (drawn.length % 2 === 0) people[name] = { seen: server, text: server }
          else person.seen = person.text
        }
      }),
      { numRuns: 300 },
    )
    expect(conflicts).toBeGreaterThan(20)
  })

  it('a place in an unchanged stretch keeps its words', () => {
    fc.assert(
      fc.property(rewriting, fc.nat(origin.length - 1), (drawn, place) => {
        const after = rewrite(origin, drawn, 'a')
        const moved = movedOffset(origin, after, place)
        expect(moved).toBeGreaterThanOrEqual(0)
        expect(moved).toBeLessThanOrEqual(after.length)
      }),
      { numRuns: 200 },
    )
    const after = origin.replace('Looks', 'Looks round')
    expect(after.slice(movedOffset(origin, after, origin.indexOf('What')))).toMatch(/^What does/)
  })
})
