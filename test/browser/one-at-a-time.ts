import { mkdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const staleMs = 120_000

/** Runs a piece of work while no other test process runs the one of the same name; a lock left behind by a dead process is taken over. */
export async function oneAtATime<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const lock = join(tmpdir(), `desirepath-test-${name}.lock`)
  while (!(await taken(lock))) await new Promise((resolve) => setTimeout(resolve, 100))
  try {
    return await work()
  } finally {
    await rm(lock, { recursive: true, force: true })
  }
}

async function taken(lock: string): Promise<boolean> {
  try {
    await mkdir(lock)
    return true
  } catch {
    const age = await stat(lock).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    )
    if (age > staleMs) await rm(lock, { recursive: true, force: true })
    return false
  }
}
