import type { EventDraft, LinkDraft, PropertyDraft } from '../sources/drafts.ts'
import type { Reject } from '../sources/reject.ts'

/** Ends a part of `content` and `rest`. */
export const partEnd = '\u001e'
/** Ends an item inside a part. */
export const itemEnd = '\u001f'

/** Stands between several ids of one type of object. */
export const idEnd = '\u001d'

/** How an event stands to an earlier one of its id: the first stays, the last stays (a table row's, rule E11), or the first in an import that also has such rows. */
export const standing = { first: '0', last: '1', firstAmongRows: '2' } as const

/** An event as one line of TabSeparated for `staged_events`. `replaces`: the import has events of table rows. */
export function eventLine(importId: string, draft: EventDraft, replaces: boolean): string {
  const stands = draft.ofTable ? standing.last : replaces ? standing.firstAmongRows : standing.first
  const content = `${draft.name}${partEnd}${draft.occurredAt}${partEnd}${packedObjects(draft.objects)}${partEnd}${packed(draft.properties, 0)}${partEnd}${packed(draft.properties, 1)}`
  const rest = `${draft.channel}${partEnd}${draft.touchpoint}${partEnd}${draft.initiator}${partEnd}${draft.sequence}${partEnd}${draft.receivedAt ?? ''}${partEnd}${draft.removed ? 1 : 0}${partEnd}${stands}`
  return `${importId}\t${draft.line}\t${escaped(draft.id)}\t${escaped(content)}\t${escaped(rest)}\n`
}

/** A property as one line of TabSeparated for `staged_properties`. */
export function propertyLine(importId: string, draft: PropertyDraft): string {
  return `${importId}\t${draft.line}\t${escaped(draft.type)}\t${escaped(draft.id)}\t${escaped(draft.name)}\t${draft.validFrom ?? '\\N'}\t${escaped(draft.value)}\n`
}

/** A link as one line of TabSeparated for `staged_links`. */
export function linkLine(importId: string, draft: LinkDraft): string {
  return `${importId}\t${draft.line}\t${escaped(draft.fromType)}\t${escaped(draft.fromId)}\t${escaped(draft.toType)}\t${escaped(draft.toId)}\t${draft.since ?? '\\N'}\n`
}

/** A reject as one line of TabSeparated for `rejects`. */
export function rejectLine(importId: string, { line, code, message, raw }: Reject): string {
  return `${importId}\t${line}\t${code}\t${escaped(message)}\t${escaped(raw)}\n`
}

/** Types and ids; ids of one type, which stand one after the other, are one item. */
function packedObjects(objects: readonly string[]): string {
  let types = objects[0] ?? ''
  let ids = objects[1] ?? ''
  for (let index = 2; index < objects.length; index += 2) {
    const same = objects[index] === objects[index - 2]
    if (!same) types += itemEnd + objects[index]
    ids += (same ? idEnd : itemEnd) + objects[index + 1]
  }
  return types + partEnd + ids
}

/** Every second item, from `first` on. */
function packed(items: readonly string[], first: 0 | 1): string {
  let text = ''
  for (let index = first; index < items.length; index += 2) text += index < 2 ? items[index] : itemEnd + items[index]
  return text
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the characters that the format escapes
const special = /[\t\n\r\\\u0000]/
const escapes: Record<string, string> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '\\': '\\\\', '\0': '\\0' }

function escaped(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the characters that the format escapes
  return special.test(text) ? text.replaceAll(/[\t\n\r\\\u0000]/g, (character) => escapes[character] ?? character) : text
}
