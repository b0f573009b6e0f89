import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { demoJourney } from '../src/demo/journey.ts'
import { demoPlan, demoSizes } from '../src/demo/plan.ts'
import { journeyJsonSchemaText } from '../src/model/journey-json-schema.ts'
import { namesIn } from '../src/model/journey-names.ts'
import { parseJourney } from '../src/model/parse-journey.ts'
import { programmeJsonSchemaText } from '../src/model/programme-json-schema.ts'
import { parseMapping } from '../src/sources/mapping.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const data = process.env.DESIREPATH_TEST_DATA ?? `${root}../shared/data`
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8')
const isMapping = (file: string) => file.endsWith('.mapping.yaml')
const files = readdirSync(`${root}examples`).filter((file) => file.endsWith('.yaml'))
const examples = files.filter((file) => !isMapping(file))

describe('examples', () => {
  it('are there', () => expect(examples).toEqual(expect.arrayContaining(['helpdesk.yaml', 'maven-crm.yaml', 'sepsis.yaml'])))

  it.each(examples)('%s is sound and names its schema', (file) => {
    const text = read(`examples/${file}`)
    expect(text.startsWith('# yaml-language-server: $schema=../schemas/journey.schema.json\n')).toBe(true)
    const { journey, findings } = parseJourney(text)
    expect(findings.filter(({ kind }) => kind !== 'gap')).toEqual([])
    expect(journey?.id).toBe(file.replace('.yaml', ''))
  })

  it('lack only the persona of the help desk, whose log has no property to tell one by', () => {
    const gaps = examples.flatMap((file) => parseJourney(read(`examples/${file}`)).findings.map(({ path }) => `${file} ${path}`))
    expect(gaps).toEqual(['helpdesk.yaml personas'])
  })

  it.each(files.filter(isMapping))('%s is a mapping that names its source', (file) => {
    expect(parseMapping(read(`examples/${file}`)).source).toBe(file.replace('.mapping.yaml', ''))
  })

  it('meet the Aalen–Johansen reference in form: one stage, won completes, lost drops, no dropAfter', () => {
    const { journey } = parseJourney(read('examples/maven-crm.yaml'))
    expect(journey).toMatchObject({
      subjectType: 'deal',
      stages: [{ entry: { names: ['Engaged'] }, completed: { names: ['Won'] }, dropped: { names: ['Lost'] }, dropAfterMs: null }],
      value: { amount: 'close_value', currency: { kind: 'fixed', code: 'USD' } },
    })
  })
})

describe('the journey of the demo', () => {
  it.each(demoSizes)('%s lacks nothing', (size) => {
    const { journey, findings } = parseJourney(demoJourney(demoPlan(size)))
    expect(findings).toEqual([])
    expect(journey?.personas).toHaveLength(3)
  })
})

interface Log {
  example: string
  file: string
  /** The event names in the file's text. */
  events: (text: string) => string[]
}

const logs: Log[] = [
  {
    example: 'maven-crm.yaml',
    file: 'maven_crm/sales_pipeline.csv',
    events: (text) => ['Engaged', ...column(text, 'deal_stage').filter((name) => name === 'Won' || name === 'Lost')],
  },
  { example: 'sepsis.yaml', file: 'sepsis/sepsis.csv.gz', events: (text) => column(text, 'activity') },
  {
    example: 'helpdesk.yaml',
    file: 'helpdesk_italian/helpdesk.xes.gz',
    events: (text) => [...text.matchAll(/<event>\s*<string key="concept:name" value="([^"]*)"/g)].map(([, name]) => name ?? ''),
  },
]

describe('[J3] events named in the examples stand in the public data', () => {
  it.each(logs)('$example', ({ example, file, events }) => {
    const path = `${data}/${file}`
    if (!existsSync(path)) return console.warn(`Not checked: the event names of examples/${example} against ${path}, which is absent.`)
    const bytes = readFileSync(path)
    const held = new Set(events((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')))
    const { spec } = parseJourney(read(`examples/${example}`))
    const named = spec === null ? [] : namesIn(spec).filter(({ kind }) => kind === 'event')
    expect(named.length).toBeGreaterThan(0)
    expect(named.map(({ name }) => name).filter((name) => !held.has(name))).toEqual([])
  })
})

function column(text: string, name: string): string[] {
  const rows: Record<string, string>[] = parse(text, { columns: true })
  return rows.map((row) => row[name] ?? '')
}

describe('journey.schema.json', () => {
  it('is what the code gives (else run: node_modules/.bin/node scripts/json-schema.ts)', () => {
    expect(read('schemas/journey.schema.json')).toBe(journeyJsonSchemaText())
  })
})

describe('programme.schema.json', () => {
  it('is what the code gives (else run: node_modules/.bin/node scripts/json-schema.ts)', () => {
    expect(read('schemas/programme.schema.json')).toBe(programmeJsonSchemaText())
  })
})

describe('docs/journey.md', () => {
  const blocks = [...read('docs/journey.md').matchAll(/```yaml\n(.*?)```/gs)].map(([, block]) => block ?? '')
  const whole = blocks.filter((block) => /^journey:/m.test(block))

  it('has a complete example that lacks nothing', () => {
    expect(whole).toHaveLength(1)
    const { journey, findings } = parseJourney(whole[0] ?? '')
    expect(findings).toEqual([])
    expect(journey?.stages.length).toBeGreaterThan(1)
  })

  it('shows only rules and stages that can be used', () => {
    const rules = blocks.filter((block) => /^(entry|when):/m.test(block))
    expect(rules.length).toBeGreaterThan(3)
    for (const block of rules) for (const text of block.split(/\n(?=entry:|when:)/)) expect(errorsOf(text)).toEqual([])
  })
})

function errorsOf(text: string): string[] {
  const indented = text.trimEnd().replaceAll(/^/gm, '    ')
  const stage = 'stages:\n  - id: s\n    lifecycle: growth\n'
  const document = text.startsWith('when:')
    ? `journey: j\nsubject: contact\n${stage}    entry: x\npersonas:\n  - id: p\n${indented}`
    : `journey: j\nsubject: contact\n${stage}${indented}`
  return parseJourney(document)
    .findings.filter(({ kind }) => kind === 'error')
    .map(({ message }) => message)
}
