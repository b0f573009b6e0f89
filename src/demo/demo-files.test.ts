import { expect, test } from 'vitest'
import { parseMapping } from '../sources/mapping.ts'
import { demoFiles, demoLines } from './demo-files.ts'
import { plannedContacts } from './generate.ts'
import { type DemoPlan, demoPlan } from './plan.ts'

const small = demoPlan('small')

function fileLines(plan: DemoPlan, name: string): string[] {
  const file = demoFiles(plan).find((candidate) => candidate.name === name)
  return [...(file?.lines() ?? [])]
}

test('the same seed gives the same bytes, another seed others', () => {
  const [once, again, other] = [small, small, demoPlan('small', { seed: 'another' })].map((plan) =>
    fileLines(plan, 'crm.ndjson').join('\n'),
  )
  expect(once).toBe(again)
  expect(once).not.toBe(other)
})

test('one pass over all files writes what each file writes alone', () => {
  const together = new Map<string, string[]>()
  for (const { file, line } of demoLines(small)) {
    const lines = together.get(file)
    if (lines === undefined) together.set(file, [line])
    else lines.push(line)
  }
  for (const file of demoFiles(small)) expect(together.get(file.name), file.name).toEqual([...file.lines()])
})

test('the small demo has 300 accounts, 600 contacts and about 25,000 events', () => {
  const counts = Object.fromEntries(demoFiles(small).map((file) => [file.name, [...file.lines()].length]))
  expect(counts['accounts.csv']).toBe(301)
  expect(counts['contacts.csv']).toBe(601)
  const events = ['web', 'email', 'crm', 'product', 'support'].reduce((sum, source) => sum + (counts[`${source}.ndjson`] ?? 0), 0)
  expect(events).toBeGreaterThan(20_000)
  expect(events).toBeLessThan(30_000)
})

test('the large demo has 20,000 contacts in 3,000 accounts and about a million events', () => {
  const plan = demoPlan('large')
  let events = 0
  for (const { file } of demoLines(plan)) if (file.endsWith('.ndjson')) events++
  expect(events).toBeGreaterThan(900_000)
  expect(events).toBeLessThan(1_100_000)
  const contacts = [...plannedContacts(plan)]
  expect(contacts).toHaveLength(20_000)
  expect(new Set(contacts.map(({ account }) => account)).size).toBe(3000)
}, 60_000)

test.each(['large', 'small'] as const)(
  'repeated and bad rows of the %s demo are as many as planned',
  (size) => {
    const plan = demoPlan(size)
    for (const [name, repeats] of Object.entries(plan.repeatedRows)) {
      const lines = fileLines(plan, name)
      const good = lines.filter((line) => !line.includes('-bad-') && !line.includes('-broken'))
      expect(good.length - new Set(good).size, name).toBe(repeats)
      const bad = plan.badRows[name] ?? { unparsableTime: 0, missingContact: 0, futureTime: 0, brokenJson: 0 }
      const planned = bad.unparsableTime + bad.missingContact + bad.futureTime + bad.brokenJson
      expect(lines.length - good.length, name).toBe(planned)
    }
    expect(fileLines(plan, 'support.ndjson').filter((line) => line.includes('support-broken'))).toHaveLength(1)
  },
  60_000,
)

test('every mapping is one that the importer reads', () => {
  for (const file of demoFiles(small)) expect(parseMapping(file.mapping).source, file.name).toBe(file.name.replace(/\..*/, ''))
})

test('event ids are unique in their file but for the planned repeats', () => {
  const lines = fileLines(small, 'web.ndjson')
  const ids = lines.map((line) => (JSON.parse(line) as { id: string }).id)
  expect(ids.length - new Set(ids).size).toBe(small.repeatedRows['web.ndjson'])
})
