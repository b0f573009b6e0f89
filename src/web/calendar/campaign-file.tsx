import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { addressOf, campaignsKeptSchema } from '../../api/contract.ts'
import { countOf } from '../../map/format.ts'
import type { CampaignsKept } from '../../model/campaign.ts'
import { send } from '../shell/ask.ts'

/** Takes a file of campaigns, all or none. */
export function CampaignFile({ say }: { say(message: string): void }) {
  const [failure, setFailure] = useState<string | null>(null)
  const cache = useQueryClient()
  const take = async (file: File) => {
    setFailure(null)
    say('')
    try {
      const format = /\.(ya?ml|json)$/i.test(file.name) ? 'yaml' : 'csv'
      const answer = await send('POST', addressOf('importCampaigns', {}, { format }), await file.text())
      say(keptText(campaignsKeptSchema.parse(await answer.json())))
      await cache.invalidateQueries()
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <>
      <label className="quiet file-choice">
        Import a file
        <input
          type="file"
          className="hidden"
          accept=".csv,.tsv,.txt,.yaml,.yml,.json"
          onChange={(event) => {
            const [file] = event.target.files ?? []
            if (file) void take(file)
            event.target.value = ''
          }}
        />
      </label>
      {failure ? (
        <p className="failure" role="alert">
          {failure}
        </p>
      ) : null}
    </>
  )
}

/** What keeping campaigns did, in sentences. */
export function keptText({ added, replaced, unchanged, cautions }: CampaignsKept): string {
  const changes = replaced.map(({ id, changes: parts }) => `${id} (${parts.map(({ part }) => part).join(', ')})`)
  const sentences = [
    ...(added.length > 0 ? [`${countOf(added.length, 'campaign')} added: ${added.join(', ')}.`] : []),
    ...(changes.length > 0 ? [`Changed: ${changes.join('; ')}.`] : []),
    ...(unchanged.length > 0 ? [`As before: ${unchanged.join(', ')}.`] : []),
    ...cautions.map((caution) => `Look at ${caution}`),
  ]
  return sentences.join(' ')
}
