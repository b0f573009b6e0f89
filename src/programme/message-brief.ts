import { literalText } from '../model/literal-text.ts'
import type { Asset, MessageContent } from '../model/programme.ts'

/** The first words of a message whose body nobody wrote. */
export const briefTitle = 'BRIEF, NOT THE MESSAGE: nobody has written this message yet.'

/** What the one who writes a message should know, as paragraphs of Liquid that prints it as it is. */
export function messageBrief({ question, leadsTo, subjects }: MessageContent, asset: Asset | null): string {
  const lines = [
    briefTitle,
    question === null ? 'It answers no question yet: say which one.' : `It answers: ${question}`,
    leadsTo === '' ? 'It leads nowhere yet: say to which touchpoint.' : `It leads to: ${leadsTo}`,
    ...(asset === null ? [] : [`It carries: ${asset.title}`]),
    ...(subjects.length === 0 ? [] : [`Ideas for its subject, no more than ideas: ${subjects.join(' / ')}`]),
  ]
  return lines.map((line) => literalText(line.replaceAll(/\s*\n\s*/g, ' '))).join('\n\n')
}
