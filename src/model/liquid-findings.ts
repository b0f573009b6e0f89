import { error } from './check-rule.ts'
import type { DocumentPath } from './document-path.ts'
import type { JourneyFinding } from './journey-finding.ts'

const ends = { '{{': '}}', '{%': '%}' } as const

/** An error where a text opens Liquid and does not close it; the first such place is enough. */
export function checkLiquid(text: string, path: DocumentPath): JourneyFinding[] {
  let at = 0
  for (;;) {
    const opened = text.slice(at).search(/\{[{%]/)
    if (opened < 0) return []
    const begin = at + opened
    const opening = text.slice(begin, begin + 2) as keyof typeof ends
    const closed = text.indexOf(ends[opening], begin + 2)
    const next = text.slice(begin + 2).search(/\{[{%]/)
    if (closed < 0 || (next >= 0 && begin + 2 + next < closed)) return [unclosed(text, begin, opening, path)]
    at = closed + 2
  }
}

function unclosed(text: string, begin: number, opening: keyof typeof ends, path: DocumentPath): JourneyFinding {
  const shown = JSON.stringify(text.slice(begin, begin + 30))
  return error(
    path,
    `${shown} opens with ${opening} and is not closed: end it with ${ends[opening]}, as in {{ contact.first_name }}, or take the braces out.`,
  )
}

/** Whether a text that is data holds what would be Liquid in a template. */
export function holdsLiquid(text: string): boolean {
  return /\{[{%]/.test(text)
}
