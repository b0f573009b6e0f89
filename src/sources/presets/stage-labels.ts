import { type ExportTable, exportTable, yes } from './export-table.ts'

/** A stage of a vendor's pipeline, or a metric: its id in other tables, its name, and how a deal ends there. */
export interface StageLabel {
  id: string
  label: string
  ending: 'won' | 'lost' | null
  of: 'stage' | 'metric'
}

type SampledFile = Parameters<typeof exportTable>[0]

/** The names of stages, from the tables of stages among files imported together (HubSpot's deal_pipeline_stage and ticket_pipeline_stage). */
export function stageLabelsOf(files: readonly SampledFile[]): StageLabel[] {
  return files.flatMap((file) => {
    const table = exportTable(file)
    if (isMetricTable(table)) return metricLabels(table)
    if (table.column('stageid') === undefined || table.column('label') === undefined || table.column('displayorder') === undefined)
      return []
    const [labels, won, closed] = [table.values('label'), table.values('closedwon'), table.values('isclosed')]
    return table.values('stageid').flatMap((id, row) => {
      const label = labels[row] ?? ''
      if (id === '' || label === '') return []
      const isWon = yes.includes(won[row] ?? '')
      const ending = isWon ? ('won' as const) : yes.includes(closed[row] ?? '') ? ('lost' as const) : null
      return [{ id, label, ending, of: 'stage' as const }]
    })
  })
}

/** Klaviyo's metrics as its interface answers: the names of its events, which hold a metric's id only. */
function isMetricTable(table: ExportTable): boolean {
  return table.column('attributesname') !== undefined && table.values('type').some((type) => type === 'metric')
}

function metricLabels(table: ExportTable): StageLabel[] {
  const labels = table.values('attributesname')
  return table
    .values('id')
    .flatMap((id, row) => (id === '' || !labels[row] ? [] : [{ id, label: labels[row], ending: null, of: 'metric' as const }]))
}
