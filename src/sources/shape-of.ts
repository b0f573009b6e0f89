import type { inspectFile } from './inspect-file.ts'

/** The parts of a mapping document that say how to read the file, as far as they can be used. */
export function shapeOf(data: Record<string, unknown>): NonNullable<Parameters<typeof inspectFile>[1]> {
  const names = ['format', 'encoding', 'separator', 'header', 'sheet', 'list']
  const given = Object.fromEntries(names.flatMap((name) => (data[name] === undefined || data[name] === null ? [] : [[name, data[name]]])))
  return given as NonNullable<Parameters<typeof inspectFile>[1]>
}
