/** One measured figure. `met` null: told for its own sake, with no goal. */
export interface ReportRow {
  what: string
  value: string
  goal: string
  met: boolean | null
}
export type Report = ReportRow[]

/** Prints the rows as a table. */
export function printReport(report: Report): void {
  const width = (key: 'what' | 'value') => Math.max(...report.map((row) => row[key].length))
  for (const row of report) {
    const verdict = row.met === null ? '' : row.met ? 'met' : 'MISSED'
    console.log(`${row.what.padEnd(width('what'))}  ${row.value.padStart(width('value'))}  ${row.goal}  ${verdict}`)
  }
}

/** Seconds that the work takes: the median of three runs. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let run = 0; run < 3; run += 1) {
    const from = performance.now()
    await work()
    times.push((performance.now() - from) / 1000)
  }
  return times.sort((a, b) => a - b)[1] as number
}

/** Seconds that the work takes of the processor, all threads together: the least of two runs. What others do beside it adds little. */
export async function processorSeconds(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let run = 0; run < 2; run += 1) {
    const before = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(before)
    times.push((user + system) / 1e6)
  }
  return Math.min(...times)
}

/** Resident memory of this process now, bytes. */
export function memory(): number {
  return process.memoryUsage().rss
}

/** The highest resident memory while the work runs, bytes. */
export async function peakMemory(work: () => Promise<unknown>): Promise<number> {
  let peak = memory()
  const timer = setInterval(() => {
    peak = Math.max(peak, memory())
  }, 20)
  await work()
  clearInterval(timer)
  return Math.max(peak, memory())
}

/** How fast this machine reads memory in one thread, bytes a second: the best of three passes over 512 MiB. */
export function memoryBytesPerSecond(): number {
  const numbers = new Float64Array(64 * 2 ** 20).fill(1)
  let best = 0
  for (let pass = 0; pass < 3; pass += 1) {
    const from = performance.now()
    let sum = 0
    for (let i = 0; i < numbers.length; i += 1) sum += numbers[i] as number
    if (sum !== numbers.length) throw new Error('the memory was not read')
    best = Math.max(best, numbers.byteLength / ((performance.now() - from) / 1000))
  }
  return best
}
