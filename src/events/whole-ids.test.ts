import { describe, expect, it } from 'vitest'
import { wholeIdPatterns } from './whole-ids.ts'

const finds = (ids: string[], text: string) =>
  wholeIdPatterns(ids).some((pattern) => new RegExp(pattern.replaceAll('\\x{', '\\u{'), 'u').test(text))

describe('[E9] ids of an erased contact in rejected rows', () => {
  it.each([
    ['c1', 'never,c1,visit', true],
    ['c1', 'c1', true],
    ['c1', 'c10,c1', true],
    ['c1', 'c10', false],
    ['c1', 'xc1,c1_,c1-2,-c1', false],
    ['c1', 'ąc1,c1ą', false],
    ['a.b', 'axb', false],
    ['a.b', '(a.b)', true],
    ['ann@acme.example', 'mail ann@acme.example;', true],
    ['ann', 'ann@acme.example', true],
    ['a"b', '{"id":"a\\"b"}', true],
    ['a"b', '"a""b",x', true],
    ['c\\d', 'c\\d', true],
    ['tab\there', 'tab\there', true],
    ['|', 'a|b', false],
    ['[x]+', 'is [x]+ here', true],
  ])('%j in %j: %s', (id, text, found) => expect(finds([id], text)).toBe(found))

  it('are looked for in more than one pattern when there are many', () => {
    const ids = Array.from({ length: 450 }, (_, i) => `id${i}`)
    expect(wholeIdPatterns(ids)).toHaveLength(3)
    expect(finds(ids, 'x id449 y')).toBe(true)
    expect(finds(ids, 'x id450 y')).toBe(false)
  })
})
