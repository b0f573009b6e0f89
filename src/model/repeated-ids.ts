import { error } from './check-rule.ts'
import { type DocumentPath, pathText, valueText } from './document-path.ts'
import type { JourneyFinding } from './journey-finding.ts'

/** An error at each part whose id another before it has. */
export function repeatedIds(items: readonly { id: string }[], path: DocumentPath): JourneyFinding[] {
  return items.flatMap(({ id }, position) => {
    const first = items.findIndex((item) => item.id === id)
    if (first === position) return []
    return [error([...path, position, 'id'], `${valueText(id)} is already the id of ${pathText([...path, first])}: ids must differ.`)]
  })
}
