import { stringify } from 'yaml'
import { AppError } from '../core/error.ts'
import type { Segment } from '../model/segment.ts'
import { segmentSpecSchema } from '../model/segment.ts'
import { longestText, parseYaml } from '../model/yaml-document.ts'
import { idOf } from './drawn-map.ts'

/** Reads one segment as people write it, or as a form sends it. Errors: `invalid`, with each wrong part. */
export function readSegment(written: unknown): Segment {
  const read = segmentSpecSchema.safeParse(written)
  if (!read.success) {
    const wrong = read.error.issues.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
    throw new AppError('invalid', `The segment cannot be kept: ${wrong.join(' ')}`)
  }
  const { id, name, journey, persona, where, note } = read.data
  return { id: id ?? idOf(name, 'segment', []), name, journey: journey ?? null, persona: persona ?? null, where, note: note ?? '' }
}

/** Reads a YAML file of segments as a whole. Errors: `invalid`, which tells each wrong one by its line; nothing is kept then. */
export function readSegmentFile(text: string): Segment[] {
  if (text.length > longestText) throw new AppError('invalid', `The file has ${text.length} characters: at most ${longestText} are read.`)
  const { document, findings, placeOf } = parseYaml(text)
  const list = typeof document === 'object' && document !== null ? (document as { segments?: unknown }).segments : undefined
  if (!Array.isArray(list)) {
    const [found] = document === null && text.trim() !== '' ? findings : []
    const why =
      found?.message ?? 'a file of segments begins with "segments:" and a list below it, each with a name and "where" or "persona".'
    throw new AppError('invalid', `Nothing was kept: ${why}`)
  }
  const wrong: string[] = []
  const lines = new Map<string, number>()
  const segments = list.flatMap((written: unknown, i): Segment[] => {
    const { line } = placeOf(`segments[${i}]`)
    try {
      const segment = readSegment(written)
      const before = lines.get(segment.id)
      if (before !== undefined) wrong.push(`  line ${line}: The id "${segment.id}" stands in line ${before} already: give each its own.`)
      lines.set(segment.id, line)
      return [segment]
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      wrong.push(`  line ${line}: ${error.message}`)
      return []
    }
  })
  if (wrong.length > 0) throw new AppError('invalid', `Nothing was kept:\n${wrong.join('\n')}`)
  if (segments.length === 0) throw new AppError('invalid', 'There is no segment in this file.')
  return segments
}

/** Segments as a YAML file that `readSegmentFile` reads back. */
export function segmentsYaml(segments: readonly Segment[]): string {
  const written = segments.map(({ id, name, journey, persona, where, note }) => ({
    id,
    name,
    ...(journey === null ? {} : { journey }),
    ...(persona === null ? {} : { persona }),
    ...(Object.keys(where).length === 0 ? {} : { where }),
    ...(note === '' ? {} : { note }),
  }))
  return stringify({ segments: written })
}
