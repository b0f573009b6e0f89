import type { MapStage } from '../../map/journey-map.ts'
import { DraftField } from './draft-field.tsx'
import type { DraftContent } from './new-message.ts'

interface ContentDraftProps {
  content: DraftContent
  set(content: DraftContent): void
  /** The stage that it serves; undefined: none that the map knows. */
  stage: MapStage | undefined
}

/** What a new message says: the question it answers, where it leads, an idea for its subject, its text. The map's own questions and touchpoints are offered. */
export function ContentDraft({ content, set, stage }: ContentDraftProps) {
  const { questions = [], concerns = [], touchpoints = [] } = stage?.lanes ?? {}
  const change = (part: Partial<DraftContent>) => set({ ...content, ...part })
  return (
    <>
      <DraftField label="Name" value={content.name} set={(name) => change({ name })} />
      <DraftField
        label="Question or concern that it answers"
        value={content.question}
        set={(question) => change({ question })}
        known={[...questions, ...concerns]}
      />
      <DraftField label="Leads to" value={content.leadsTo} set={(leadsTo) => change({ leadsTo })} known={touchpoints} />
      <DraftField label="Idea for the subject" value={content.subject} set={(subject) => change({ subject })} />
      <DraftField
        label="Text, or leave it empty and only the brief is handed over"
        kind="lines"
        value={content.body}
        set={(body) => change({ body })}
      />
    </>
  )
}
