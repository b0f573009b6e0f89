import { groupedLosses } from '../map/grouped-losses.ts'
import type { Journey } from '../model/journey.ts'
import { dayText, type LocalDay } from '../model/local-day.ts'
import type { Programme } from '../model/programme.ts'
import { markdownLine, markdownList, markdownTable } from './markdown-text.ts'
import { audienceTexts, limitTexts } from './programme-words.ts'
import type { PartCheck } from './targets/programme-losses.ts'
import type { Loss, Target } from './targets/target.ts'

interface About {
  programme: Programme
  journey: Journey
  target: Pick<Target, 'name'>
  date: LocalDay
}

const kinds: Readonly<Record<Loss['kind'], string>> = { lost: 'lost', changed: 'done otherwise', byHand: 'to be done by hand' }

/** README.md of an export: what it is, who gets what, what the tool does, what is lost, how it is imported. */
export function exportReadme(
  { programme, journey, target, date }: About,
  { check, losses, notes }: { check: readonly PartCheck[]; losses: readonly Loss[]; notes: readonly string[] },
): string {
  const checked = check.map(({ name, does, text }) => [name, does ? 'yes' : 'no', text])
  const lost = groupedLosses(losses).map(({ kind, where, text, wayOut }) => [
    kinds[kind],
    where.join(', ') || 'whole programme',
    text,
    wayOut,
  ])
  return [
    `# ${markdownLine(programme.name)} for ${markdownLine(target.name)}\n`,
    `Programme ${markdownLine(programme.id)} of the journey ${markdownLine(journey.name)}, as of ${dayText(date)}. Nothing in this folder sends a message by itself.\n`,
    `## Who, and when never\n\n${markdownList([...audienceTexts(programme, journey), ...limitTexts(programme)])}`,
    `## What ${markdownLine(target.name)} does of it\n\n${markdownTable(['Part', 'Done', 'How, or what is lost'], checked)}`,
    `## What is lost or left to do\n\n${lost.length === 0 ? 'Nothing.\n' : markdownTable(['Kind', 'Where', 'What', 'What to do'], lost)}`,
    `## How to import it\n\n${markdownList(notes)}`,
  ].join('\n')
}
