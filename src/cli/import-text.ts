import type { UndoPlan } from '../events/undo-import.ts'
import { bytes, count, countOf, timeLeft } from '../map/format.ts'
import type { ImportRecord } from '../model/import-record.ts'
import { printable } from './table.ts'

/** How an import goes on, on one line: share of the file, rows, rate, time left. */
function progressLine(progress: ImportRecord): string {
  const share =
    progress.totalBytes > 0 ? `${Math.min(100, Math.floor((progress.bytes / progress.totalBytes) * 100))} %` : bytes(progress.bytes)
  const phases = { reading: 'reading', storing: 'storing', refreshing: 'computing figures', done: 'done' } as const
  const left = progress.secondsLeft === null ? '' : `, about ${timeLeft(progress.secondsLeft)} left`
  const line = `${progress.file}: ${phases[progress.phase]} ${share}, ${countOf(progress.rows, 'row')}, ${count(progress.rate)} rows/s${left}`
  return printable(line)
}

/** What an import came to, and what to look at next. */
export function importSummary(progress: ImportRecord): string {
  const seconds = progress.finishedAt === null ? '' : ` in ${((progress.finishedAt - progress.startedAt) / 1000).toFixed(1)} s`
  const lines = [
    `${progress.file}: ${stateWords[progress.state]}${seconds}; ${countOf(progress.rows, 'row')} read, ${countOf(progress.added, 'event')} added to source "${progress.source}"`,
  ]
  if (progress.duplicates > 0) lines.push(`  ${countOf(progress.duplicates, 'event')} were there already`)
  if (progress.rejected > 0) lines.push(`  ${countOf(progress.rejected, 'row')} rejected: see desirepath rejects ${progress.id}`)
  if (progress.message !== null) lines.push(`  ${progress.message}`)
  if (progress.state === 'cancelled' || progress.state === 'interrupted')
    lines.push('  Run the same import again to complete it; no event is stored twice.')
  return lines.map((line) => `${printable(line)}\n`).join('')
}

/** How a file without a mapping was understood, and what to do when that is wrong. */
export function guessText(sentences: readonly string[], path: string): string {
  if (sentences.length === 0) return ''
  const lines = sentences.map((sentence) => `    ${printable(sentence)}\n`).join('')
  const next = `  If that is wrong: desirepath mapping ${printable(path)} > mapping.yaml, change it, and import with --mapping into a new --data folder.\n`
  return `  Without a mapping the columns were guessed:\n${lines}${next}`
}

/** What undoing an import took away. */
export function undoText({ file, source }: ImportRecord, plan: UndoPlan): string {
  const parts = [countOf(plan.events, 'event'), countOf(plan.properties, 'property'), countOf(plan.links, 'link')]
  return printable(`${file} is undone: ${parts.join(', ')} taken out of source "${source}".`).concat('\n')
}

export const stateWords: Readonly<Record<ImportRecord['state'], string>> = {
  running: 'running',
  complete: 'imported',
  cancelled: 'cancelled',
  failed: 'failed',
  interrupted: 'interrupted',
  undoing: 'being undone',
  undone: 'undone',
}

/** Draws progress: on a terminal one line again and again, elsewhere a line at once and then every ten seconds. */
export function progressPrinter(surroundings: { warn(text: string): void; terminal: boolean; now(): number }) {
  const pauseMs = surroundings.terminal ? 100 : 10_000
  let drawnAt = Number.NEGATIVE_INFINITY
  let drawn = false
  return {
    show(progress: ImportRecord): void {
      if (surroundings.now() - drawnAt < pauseMs) return
      drawnAt = surroundings.now()
      drawn = true
      surroundings.warn(surroundings.terminal ? `\r\u001B[K${progressLine(progress)}` : `${progressLine(progress)}\n`)
    },
    clear(): void {
      if (drawn && surroundings.terminal) surroundings.warn('\r\u001B[K')
    },
  }
}
