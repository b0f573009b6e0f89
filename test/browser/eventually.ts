import { expect } from 'vitest'

const patienceMs = 10_000

/** Asks again and again until what is expected holds; a page takes its time, more so on a busy machine. */
export function eventually<Value>(ask: () => Value | Promise<Value>) {
  return expect.poll(ask, { timeout: patienceMs, interval: 30 })
}
