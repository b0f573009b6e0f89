import type { Campaign } from '../model/campaign.ts'
import { campaignTable } from '../sources/campaign-file.ts'
import { csvCell } from './csv.ts'

/** Campaigns as a CSV file that an import reads back and no spreadsheet runs. */
export function campaignsCsv(campaigns: readonly Campaign[]): string {
  return campaignTable(campaigns)
    .map((row) => `${row.map(csvCell).join(',')}\r\n`)
    .join('')
}
