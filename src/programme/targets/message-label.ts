import type { MessageContent } from '../../model/programme.ts'

/** A message's name in a tool: its id first, so that an export can be read back. */
export function messageLabel({ id, name }: Pick<MessageContent, 'id' | 'name'>): string {
  return `[${id}] ${name}`
}

/** The id and the name of such a label; null: it is none. */
export function readLabel(label: string): { id: string; name: string } | null {
  const [, id, name] = /^\[([^\]]+)\] (.*)$/s.exec(label) ?? []
  return id === undefined || name === undefined ? null : { id, name }
}
