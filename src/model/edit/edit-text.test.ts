import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { valueAt } from '../document-path.ts'
import { journeySpecs } from '../journey-spec.test-support.ts'
import { type EditOperation, editData } from './edit-operation.ts'
import { editText } from './edit-text.ts'
import { applyChange, changeBetween, inverseChange } from './text-change.ts'

const text = `# the sales journey
journey: sales   # its id
stages:
  # the first one
  - id: look  # stays
    name: Looks
    entry:
      # why twice: see the wiki
      event: visit
      atLeast: 2

    # what they want
    goals:
      - Find out
      - Compare  # prices, too
  # bought
  - { id: buy, name: "Buys, pays", entry: { event: order } }
personas: []
# the end
`
const edited = (operation: EditOperation) => editText(text, operation)

describe('an operation changes its own part of the text', () => {
  it.each<[string, EditOperation, string, string]>([
    ['a text', { kind: 'set', path: ['stages', 0, 'name'], value: 'Looks round' }, 'name: Looks\n', 'name: Looks round\n'],
    ['a text in brackets', { kind: 'set', path: ['stages', 1, 'name'], value: 'Buys: now' }, '"Buys, pays"', '"Buys: now"'],
    [
      'a number beside a comment',
      { kind: 'set', path: ['stages', 0, 'entry'], value: { event: 'visit', atLeast: 3 } },
      'atLeast: 2',
      'atLeast: 3',
    ],
    ['a new key', { kind: 'set', path: ['stages', 0, 'window'], value: '30d' }, '# prices, too\n', '# prices, too\n    window: 30d\n'],
    ['a new key in brackets', { kind: 'set', path: ['stages', 1, 'window'], value: '30d' }, 'order } }', 'order }, window: 30d }'],
    [
      'a new group',
      { kind: 'set', path: ['stages', 0, 'exit', 'dropped'], value: 'bye' },
      '# prices, too\n',
      '# prices, too\n    exit: {dropped: bye}\n',
    ],
    ['a new item', { kind: 'insert', path: ['stages', 0, 'goals'], at: 1, value: 'Ask' }, '- Find out\n', '- Find out\n      - Ask\n'],
    ['an item gone', { kind: 'remove', path: ['stages', 0, 'goals', 1] }, '      - Compare  # prices, too\n', ''],
    ['a key gone', { kind: 'remove', path: ['stages', 0, 'name'] }, '    name: Looks\n', ''],
    ['a key gone in brackets', { kind: 'remove', path: ['stages', 1, 'name'] }, 'name: "Buys, pays", ', ''],
  ])('%s', (_, operation, before, after) => {
    expect(text.split(before)).toHaveLength(2)
    expect(edited(operation)).toBe(text.replace(before, after))
  })

  it('a stage that moves takes its comments along', () => {
    const moved = edited({ kind: 'move', path: ['stages'], from: 1, to: 0 })
    expect(moved).toMatch(/# bought\n {2}- \{ id: buy[^\n]*\n {2}- id: look {2}# stays[\s\S]*# why twice/)
    for (const comment of text.match(/#.*/g) ?? []) expect(moved).toContain(comment)
  })

  it('where an operation does not fit, nothing is made up', () => {
    expect(edited({ kind: 'remove', path: ['stages', 7] })).toBeNull()
    expect(edited({ kind: 'set', path: ['journey', 'name'], value: 1 })).toBeNull()
    expect(edited({ kind: 'move', path: ['stages'], from: 0, to: 2 })).toBeNull()
    expect(editText('a: [', { kind: 'set', path: ['a'], value: 1 })).toBeNull()
  })
})

const word = fc.constantFrom(
  'Plain',
  'with, comma',
  'a: b',
  '- dash',
  '# no comment',
  'tab\there',
  "it's",
  '"quoted"',
  ' edge ',
  'two\nlines',
  '',
  'yes',
  '0x1f',
  '{',
  'ünï ☃',
  '1.0',
)
const leaf = fc.oneof(word, fc.integer(), fc.boolean(), fc.double({ noNaN: true, noDefaultInfinity: true }))
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('event', 'atLeast', 'a b', 'x:y', 'name'), tie('value'), { maxKeys: 3 }),
  ),
}))

/** Every path of a document, the groups and lists included. */
function pathsOf(data: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof data !== 'object' || data === null) return [path]
  const entries = Array.isArray(data) ? data.map((item, i) => [i, item] as const) : Object.entries(data)
  return [path, ...entries.flatMap(([key, item]) => pathsOf(item, [...path, key]))]
}

/** An operation somewhere in a document, chosen by numbers drawn before. */
function operationAt(
  data: unknown,
  draw: { kind: number; place: number; key: string; at: number; to: number; value: unknown },
): EditOperation | null {
  const paths = pathsOf(data).filter((path) => path.length > 0)
  const path = paths[draw.place % Math.max(1, paths.length)]
  if (path === undefined) return null
  if (draw.kind === 0) return { kind: 'set', path, value: draw.value }
  if (draw.kind === 1) return { kind: 'remove', path }
  const here = valueAt(data, path)
  if (Array.isArray(here) && draw.kind === 2) return { kind: 'insert', path, at: draw.at % (here.length + 1), value: draw.value }
  if (Array.isArray(here) && here.length > 0) return { kind: 'move', path, from: draw.at % here.length, to: draw.to % here.length }
  return { kind: 'set', path: [...path, draw.key], value: draw.value }
}

const draws = fc.array(
  fc.record({ kind: fc.nat(3), place: fc.nat(), key: fc.constantFrom('note', 'window', 'exit'), at: fc.nat(9), to: fc.nat(9), value }),
  { minLength: 1, maxLength: 8 },
)

/** Definitions as people lay them out: blocks, brackets, JSON, with comments between the lines. */
const documents = fc
  .tuple(journeySpecs, fc.constantFrom('block', 'flow', 'json', 'four'), fc.array(fc.nat(60), { maxLength: 8 }))
  .map(([spec, layout, commented]) => {
    const plain: unknown = JSON.parse(JSON.stringify(spec))
    if (layout === 'json') return JSON.stringify(plain, null, 2)
    const lines = stringify(plain, {
      lineWidth: 0,
      ...(layout === 'flow' ? { collectionStyle: 'flow' as const } : {}),
      indent: layout === 'four' ? 4 : 2,
    }).split('\n')
    if (layout === 'flow' || /[|>][-+]?$/m.test(lines.join('\n'))) return lines.join('\n')
    return lines
      .flatMap((line, i) => (commented.includes(i) ? [`# remark ${i}`, line === '' ? line : `${line} # end ${i}`] : [line]))
      .join('\n')
  })
  .filter((one) => {
    try {
      parse(one)
      return true
    } catch {
      return false
    }
  })

describe('whatever is edited', () => {
  it('the text reads as the data after the same operation, and undoing everything gives the text byte for byte', () => {
    let applied = 0
    fc.assert(
      fc.property(documents, draws, (start, drawn) => {
        let now = start
        const undo = []
        for (const draw of drawn) {
          const data: unknown = parse(now)
          const operation = operationAt(data, draw)
          if (operation === null) continue
          const wanted = editData(data, operation)
          const next = editText(now, operation)
          expect(next === null).toBe(wanted === null)
          if (next === null) continue
          expect(parse(next)).toEqual(wanted)
          undo.push(inverseChange(changeBetween(now, next)))
          now = next
          applied++
        }
        for (const change of undo.reverse()) now = applyChange(now, change) ?? 'does not fit'
        expect(now).toBe(start)
      }),
      { numRuns: 150 },
    )
    expect(applied).toBeGreaterThan(300)
  }, 120_000)

  it('a comment on a line that no operation touches stays', () => {
    let seen = 0
    fc.assert(
      fc.property(documents, fc.nat(), word, (start, place, name) => {
        const data: unknown = parse(start)
        const leaves = pathsOf(data).filter((path) => path.length > 1 && typeof valueAt(data, path) !== 'object')
        const path = leaves[place % leaves.length] ?? []
        const next = editText(start, { kind: 'set', path, value: name }) ?? ''
        const comments = start.match(/# (remark|end) \d+/g) ?? []
        seen += comments.length
        for (const comment of comments) expect(next).toContain(comment)
      }),
      { numRuns: 150 },
    )
    expect(seen).toBeGreaterThan(50)
  }, 120_000)
})
