import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { benchBacktest } from './backtest.ts'
import { benchFigures } from './figures.ts'
import { benchGrowth } from './growth.ts'
import { benchImport } from './import.ts'
import { benchKept } from './kept.ts'
import { benchPage } from './page.ts'
import { benchRefresh } from './refresh.ts'
import type { Report } from './report.ts'
import { printReport } from './report.ts'
import { benchTruth } from './truth.ts'

/** `npm run bench -- [figures] [refresh] [growth] [import] [page] [kept] [backtest] [truth] [--contacts N] [--events N] [--rows N]`: measures each part against its limit in one run and prints the ratios. */
const given = process.argv.slice(2)
const numberOf = (name: string, otherwise: number) => {
  const place = given.indexOf(`--${name}`)
  return place < 0 ? otherwise : Number(given[place + 1])
}
const parts = {
  figures: (folder: string) => benchFigures(folder, numberOf('events', 20_000_000)),
  refresh: (folder: string) => benchRefresh(folder, numberOf('events', 100_000_000)),
  growth: (folder: string) => benchGrowth(folder, numberOf('events', 100_000_000), 'docs/images/growth.svg'),
  import: (folder: string) => benchImport(folder, numberOf('rows', 2_000_000)),
  page: (folder: string) => benchPage(folder),
  kept: (folder: string) => benchKept(folder),
  backtest: (folder: string) => benchBacktest(folder, numberOf('contacts', 500_000)),
  truth: () => benchTruth(),
}
const wanted = Object.keys(parts).filter((part) => given.includes(part))
const report: Report = []
for (const part of (wanted.length > 0 ? wanted : Object.keys(parts)) as (keyof typeof parts)[]) {
  const folder = mkdtempSync(join(tmpdir(), `desirepath-bench-${part}-`))
  try {
    report.push(...(await parts[part](folder)))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
printReport(report)
process.exit(report.every((row) => row.met !== false) ? 0 : 1)
