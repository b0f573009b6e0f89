import { asc, eq } from 'drizzle-orm'
import type { Campaign } from '../model/campaign.ts'
import type { RunDocuments } from './document-query.ts'
import { campaigns } from './document-schema.ts'

export interface CampaignRepository {
  /** Every campaign, by id. */
  list(): Promise<Campaign[]>
  /** Keeps all of them or none; those whose id is there take its place. */
  keep(kept: readonly Campaign[], changedAt: number): Promise<void>
  remove(id: string): Promise<void>
}

export function campaignRepository(run: RunDocuments): CampaignRepository {
  return {
    list: () =>
      run(async (documents) => {
        const rows = await documents.select().from(campaigns).orderBy(asc(campaigns.id))
        return rows.map(({ campaign }) => campaign)
      }),
    keep: (kept, changedAt) =>
      run((documents) =>
        documents.transaction(async (transaction) => {
          for (const campaign of kept) {
            const row = { id: campaign.id, campaign, changedAt }
            await transaction.insert(campaigns).values(row).onConflictDoUpdate({ target: campaigns.id, set: row })
          }
        }),
      ),
    remove: (id) => run(async (documents) => void (await documents.delete(campaigns).where(eq(campaigns.id, id)))),
  }
}
