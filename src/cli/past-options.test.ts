import { expect, test } from 'vitest'
import { runLine, witness } from './fake-app.test-support.ts'

test('[L4] a past day goes with every figure that is asked for, and needs its day', async () => {
  const seen = witness({})
  await runLine('figures b2b --as-of 2025-06-30 --known-then --time-zone Europe/Zurich --journey-version 2', seen)
  const past = { asOf: '2025-06-30', known: 'then', timeZone: 'Europe/Zurich', version: 2 }
  expect(seen.asked.find(({ name }) => name === 'map')?.given).toEqual(['b2b', { ...past, where: {} }])
  for (const alone of ['--known-then', '--time-zone UTC', '--journey-version 2']) {
    const refused = witness({})
    expect(await runLine(`figures b2b ${alone}`, refused)).toBe(2)
    expect(refused.err).toContain(`${alone.split(' ')[0]} is said of a past day: add --as-of`)
    expect(refused.asked.map(({ name }) => name)).not.toContain('map')
  }
})
