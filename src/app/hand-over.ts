import { AppError } from '../core/error.ts'
import type { ProgrammeDesign } from '../model/programme-design.ts'
import type { AutomationPlan } from '../programme/automation.ts'
import type { ExportDifference } from '../programme/export-differences.ts'
import type { PartCheck } from '../programme/targets/programme-losses.ts'
import type { ExportFile, Loss } from '../programme/targets/target.ts'

/** A file of an export as JSON carries it. */
export interface CarriedFile {
  path: string
  encoding: 'utf8' | 'base64'
  content: string
}

/** What a programme is handed over to, and how. */
export interface HandOverRequest {
  target: string
  /** The day that the export says it was made on, as in 2026-03-27. */
  date: string
  /** The design that the programme was made of, for the sources of its numbers; null: what the data suggest today. */
  design: ProgrammeDesign | null
}

/** A programme handed to a tool: its files, what the tool does of it, what is lost, how it is imported. */
export interface HandOver {
  programme: string
  target: { id: string; name: string }
  date: string
  files: CarriedFile[]
  check: readonly PartCheck[]
  losses: readonly Loss[]
  notes: readonly string[]
}

/** How an export read back differs from its programme as it is now. */
export interface ExportComparison {
  programme: string
  target: string
  differences: ExportDifference[]
  /** What could not be read. */
  notes: readonly string[]
}

/** All programmes on one page: as data, as a document, as a picture. */
export interface AutomationArchitecture {
  plan: AutomationPlan
  markdown: string
  mermaid: string
  svg: string
}

/** A file as JSON carries it: text as it is, other bytes in base64. */
export function carriedFile({ path, content }: ExportFile): CarriedFile {
  if (typeof content === 'string') return { path, encoding: 'utf8', content }
  return { path, encoding: 'base64', content: Buffer.from(content).toString('base64') }
}

/** A carried file with its own bytes; text where it is UTF-8. */
export function exportFile({ path, encoding, content }: CarriedFile): ExportFile {
  if (encoding === 'utf8') return { path, content }
  return { path, content: new Uint8Array(Buffer.from(content, 'base64')) }
}

/** Every file of an export with a path inside its folder. Errors: `internal` where a target named one outside. */
export function insideFolder(files: readonly ExportFile[]): readonly ExportFile[] {
  for (const { path } of files) {
    const steps = path.split('/')
    if (steps.some((step) => step === '' || step === '.' || step === '..') || /[\\:\0]/.test(path))
      throw new AppError('internal', `The export names the file ${JSON.stringify(path)}, which is not inside its folder.`)
  }
  return files
}
