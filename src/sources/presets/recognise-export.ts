import type { Inspection } from '../inspect-file.ts'
import { allPresets } from './all-presets.ts'
import { type Companions, type ExportTable, exportTable, noCompanions } from './export-table.ts'
import type { Preset, RecognisedExport } from './preset.ts'

/** How surely a preset recognises a file; 0: not at all. The preset that asks for more columns wins, then the one whose file name fits. */
export function recognition(preset: Preset, table: ExportTable): number {
  const { needs, hints = [], without = [], fileName, byFileName = false, fits } = preset
  if (!needs.every((names) => table.column(names) !== undefined)) return 0
  if (without.some((names) => table.column(names) !== undefined)) return 0
  const named = fileName?.test(table.fileName) ?? false
  if ((byFileName && !named) || !(fits?.(table) ?? true)) return 0
  const hinted = hints.filter((names) => table.column(names) !== undefined).length
  return needs.length * 10 + hinted * 3 + (named ? 15 : 0) + (fits === undefined ? 0 : 5)
}

/** The preset that recognises a file best, or null. */
export function presetOf(file: Pick<Inspection, 'path' | 'columns' | 'rows'>): Preset | null {
  const table = exportTable(file)
  const scored = allPresets.map((preset) => ({ preset, score: recognition(preset, table) }))
  const best = scored.reduce((one, other) => (other.score > one.score ? other : one))
  return best.score === 0 ? null : best.preset
}

/** The mapping of a recognised export; null for any other file. `companions`: what is known of the files imported with it. */
export function recogniseExport(inspection: Inspection, companions: Companions = noCompanions): RecognisedExport | null {
  if (!inspection.header) return null
  const preset = presetOf(inspection)
  if (preset === null) return null
  const table = exportTable(inspection, companions)
  const notes = (preset.notes?.(table) ?? []).map((message) => ({ kind: 'choice' as const, message }))
  return { preset, spec: preset.mapping(table), notes: [...inspection.notes, ...notes] }
}
