import { exportTable, yes } from './export-table.ts'

/** A stage of a vendor's pipeline: its id in other tables, its name, and how a deal ends there. */
export interface StageLabel {
  id: string
  label: string
  ending: 'won' | 'lost' | null
}

/** The names of stages, from the tables of stages among files imported together (HubSpot's deal_pipeline_stage and ticket_pipeline_stage). */
export function stageLabelsOf(
  files: readonly { path: string; columns: readonly string[]; rows: readonly (readonly string[])[] }[],
): StageLabel[] {
  return files.flatMap((file) => {
    const table = exportTable(file)
    if (table.column('stageid') === undefined || table.column('label') === undefined || table.column('displayorder') === undefined)
      return []
    const [labels, won, closed] = [table.values('label'), table.values('closedwon'), table.values('isclosed')]
    return table.values('stageid').flatMap((id, row) => {
      const label = labels[row] ?? ''
      if (id === '' || label === '') return []
      const isWon = yes.includes(won[row] ?? '')
      const ending = isWon ? ('won' as const) : yes.includes(closed[row] ?? '') ? ('lost' as const) : null
      return [{ id, label, ending }]
    })
  })
}
