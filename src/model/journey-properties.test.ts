import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import type { DocumentPath } from './document-path.ts'
import { parsePath, pathText } from './document-path.ts'
import { findingText } from './journey-finding.ts'
import type { KnownNames } from './journey-names.ts'
import { namesIn } from './journey-names.ts'
import { journeySpecs } from './journey-spec.test-support.ts'
import { journeySpecSchema } from './journey-spec.ts'
import { parseJourney, readJourney } from './parse-journey.ts'
import { triggersOf } from './rule.ts'
import { ruleText } from './rule-text.ts'
import { errorFinding, readBySchema } from './spec-findings.ts'

const runs = { numRuns: 40 }
const plain = journeySpecs.map((spec) => JSON.parse(JSON.stringify(spec)) as object)

describe('[J5] any sound definition', () => {
  it('normalises into a total form that survives storage', () => {
    fc.assert(
      fc.property(plain, (document) => {
        const { journey, findings } = readJourney(document)
        expect(findings.filter(({ kind }) => kind === 'error')).toEqual([])
        expect(JSON.parse(JSON.stringify(journey))).toEqual(journey)
      }),
      runs,
    )
  })

  it('reads the same from YAML and from JSON', () => {
    fc.assert(
      fc.property(plain, (document) => {
        const { journey } = readJourney(document)
        expect(parseJourney(stringify(document)).journey).toEqual(journey)
        expect(parseJourney(JSON.stringify(document)).journey).toEqual(journey)
      }),
      runs,
    )
  })

  it('has rules that wait for an event and read as a sentence', () => {
    fc.assert(
      fc.property(plain, (document) => {
        const { journey, spec } = readJourney(document)
        for (const stage of journey?.stages ?? []) {
          if (stage.entry === null) continue
          expect(triggersOf(stage.entry).length).toBeGreaterThan(0)
          expect(ruleText(stage.entry).trim()).not.toBe('')
        }
        for (const { path } of spec === null ? [] : namesIn(spec)) expect(hasValue(document, path)).toBe(true)
      }),
      runs,
    )
  })
})

const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    ' ',
    0,
    -1,
    Number.POSITIVE_INFINITY,
    Number.NaN,
    true,
    [],
    {},
    [[]],
    'none',
    '0d',
    '1 month',
    '55%',
    '\u0000',
    '__proto__',
  ),
  fc.constantFrom<unknown>(
    { evnt: 'x' },
    { all: [] },
    { all: ['x', 'y'] },
    { not: 'x' },
    { event: 'x', atLeast: 0 },
    { subject: 'x' },
    { count: {} },
  ),
  fc.jsonValue({ maxDepth: 3 }),
)

/** The length of a list is no key that a definition can hold. */
const addedKey = fc.string().filter((key) => key !== 'length')

describe('[J5] any change to a sound definition', () => {
  it('gives a total form or errors at paths that exist, and never a crash', () => {
    fc.assert(
      fc.property(plain, fc.nat(), fc.nat(3), odd, addedKey, (document, pick, how, value, key) => {
        const changed = change(document, pick, how, value, key)
        for (const result of [readJourney(changed), parseJourney(stringify(changed) ?? ''), parseJourney(JSON.stringify(changed))]) {
          const errors = result.findings.filter(({ kind }) => kind === 'error')
          expect(result.journey === null).toBe(errors.length > 0)
          for (const { message } of result.findings) expect(message.trim()).not.toBe('')
        }
        for (const { path } of readJourney(changed).findings) expect(hasValue(changed, parsePath(path).slice(0, -1))).toBe(true)
      }),
      { numRuns: 100 },
    )
  })

  it('that its form refuses leaves the errors about all other parts as they are', () => {
    fc.assert(
      fc.property(plain, fc.nat(), fc.nat(1), odd, (sound, pick, how, value) => {
        const document = withRepeatedId(sound)
        const changed = change(document, pick, how, value, '')
        const { spec, complaints } = readBySchema(journeySpecSchema, changed)
        fc.pre(spec === null)
        const place = placeOfChange(document, pick)
        const refused = new Set(complaints.map(errorFinding).map(findingText))
        const before = errorsBeside(readJourney(document, noNames), place)
        const after = errorsBeside(readJourney(changed, noNames), place).filter((text) => !refused.has(text))
        expect(after).toEqual(before)
      }),
      { numRuns: 120 },
    )
  })

  it('by a key that nobody knows is an error at that key', () => {
    fc.assert(
      fc.property(plain, fc.nat(), (document, pick) => {
        const groups = pathsOf(document).filter((path) => isGroup(at(document, path)) && !path.includes('where'))
        const path = groups[pick % groups.length] ?? []
        const changed = structuredClone(document)
        Object.assign(at(changed, path) as object, { unheardOf: 1 })
        expect(readJourney(changed).findings.map((finding) => finding.path)).toContain(pathText([...path, 'unheardOf']))
      }),
      runs,
    )
  })

  it('or any text at all is read without a crash', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]:,-&*!|>\'"%@`#?\n\t ab1') }), (text) => {
        const { journey, findings } = parseJourney(text)
        expect(journey).toBeNull()
        expect(findings.some(({ kind }) => kind === 'error')).toBe(true)
      }),
      { numRuns: 400 },
    )
  })
})

const noNames: KnownNames = { objectTypes: [], names: [], channels: [], touchpoints: [], eventProperties: [], objectProperties: {} }

/** The same definition, its last stage of the same id as its first. */
function withRepeatedId(sound: object): object {
  const document = structuredClone(sound) as { stages: { id: string }[] }
  const [first, last] = [document.stages[0], document.stages.at(-1)]
  if (first !== undefined && last !== undefined) last.id = first.id
  return document
}

function placeOfChange(document: object, pick: number): DocumentPath {
  const paths = pathsOf(document).filter((path) => path.length > 0)
  return paths[pick % paths.length] ?? []
}

/** The errors about other parts than the changed one, a rule being one part; not those that need the changed value: ids for repeats and hand-offs, the subject for its properties. */
function errorsBeside({ findings }: ReturnType<typeof readJourney>, changed: DocumentPath): string[] {
  const part = pathText(changed.slice(0, changed[0] === 'value' ? 2 : 3))
  const needed = changed[0] === 'stages' && changed.length < 4
  return findings
    .filter(({ kind, path }) => kind === 'error' && !path.startsWith(part) && !part.startsWith(`${path}.`))
    .filter(({ path }) => !(needed && (path.endsWith('.id') || path.startsWith('handOffs'))))
    .filter(({ message }) => !(changed[0] === 'subject' && message.includes('property of a')))
    .map(findingText)
}

function change(document: object, pick: number, how: number, value: unknown, key: string): unknown {
  const changed = structuredClone(document)
  const path = placeOfChange(changed, pick)
  const parent = at(changed, path.slice(0, -1)) as Record<string | number, unknown>
  const last = path.at(-1) ?? ''
  if (how === 0) parent[last] = value
  if (how === 1) delete parent[last]
  if (how === 2) Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true })
  if (how === 3)
    Object.defineProperty(parent, `${String(last)}s`, { value: parent[last], enumerable: true, configurable: true, writable: true })
  return changed
}

function pathsOf(value: unknown, path: DocumentPath = []): DocumentPath[] {
  if (typeof value !== 'object' || value === null) return [path]
  const keys = Array.isArray(value) ? value.keys() : Object.keys(value)
  return [path, ...[...keys].flatMap((key) => pathsOf((value as Record<string | number, unknown>)[key], [...path, key]))]
}

function at(document: unknown, path: DocumentPath): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], document)
}

function hasValue(document: unknown, path: DocumentPath): boolean {
  return path.every((_, length) => {
    const parent = at(document, path.slice(0, length))
    return typeof parent === 'object' && parent !== null && Object.hasOwn(parent, path[length] ?? '')
  })
}

function isGroup(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
