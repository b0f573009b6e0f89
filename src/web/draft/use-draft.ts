import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Answers, addressOf, answers } from '../../api/contract.ts'
import type { DraftArrangement, DraftOptions, ProposedJourney } from '../../model/draft/proposed-journey.ts'
import { send } from '../shell/ask.ts'
import { type ArrangeStep, arrange, arrangementOf } from './arrange.ts'

/** What a person asked for, and how they arranged it; null: as the data say. */
interface Asked {
  subject: string | undefined
  stages: number | undefined
  name: string | undefined
  arrangement: DraftArrangement | null
}

const anything: Asked = { subject: undefined, stages: undefined, name: undefined, arrangement: null }

/** The proposed journey as it stands, its map, and the ways to change it. Earlier states are kept for undoing. */
export function useDraft() {
  const [history, setHistory] = useState<readonly Asked[]>([anything])
  const asked = history.at(-1) ?? anything
  const draft = useQuery({ queryKey: ['proposal', asked], queryFn: () => askDraft(asked), placeholderData: keepPreviousData })
  const text = draft.data?.draft?.text ?? null
  const preview = useQuery({
    queryKey: ['proposal map', text],
    queryFn: () => askMap(text ?? ''),
    enabled: text !== null,
    placeholderData: keepPreviousData,
  })
  const go = (change: Partial<Asked>) => setHistory([...history.slice(-60), { ...asked, ...change }])
  return {
    asked,
    draft,
    preview,
    choose: (change: Pick<Partial<Asked>, 'subject' | 'stages'>) => go({ ...change, arrangement: null }),
    callIt: (name: string) => go({ name: name.trim() === '' ? undefined : name.trim() }),
    change: (proposed: ProposedJourney, step: ArrangeStep) => {
      const before = asked.arrangement ?? arrangementOf(proposed)
      const arrangement = arrange(before, step)
      if (arrangement !== before) go({ arrangement })
    },
    undo: history.length > 1 ? () => setHistory(history.slice(0, -1)) : null,
  }
}

async function askDraft({ subject, stages, name, arrangement }: Asked): Promise<Answers['proposal']> {
  const options: DraftOptions = { subject, stages, name, arrangement: arrangement ?? undefined }
  const response = await send('POST', addressOf('proposal'), JSON.stringify(options))
  return answers.proposal.parse(await response.json())
}

async function askMap(text: string): Promise<Answers['preview']['map']> {
  const response = await send('POST', addressOf('preview'), text)
  return answers.preview.parse(await response.json()).map
}
