import type { Document, Node, YAMLError } from 'yaml'
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import { parsePath, valueText } from './document-path.ts'
import type { JourneyFinding } from './journey-finding.ts'

/** A document as plain data, or what stops it from being read. `placeOf` gives line and column (from 1) of a path, or of the nearest part that exists. */
export interface YamlDocument {
  document: unknown
  findings: JourneyFinding[]
  placeOf: (path: string) => { line: number; column: number }
}

/** The longest text read, in characters. */
export const longestText = 2_000_000
/** How deep keys and lists may nest. */
export const deepest = 50
const mostErrors = 20

const journeyStart = 'a journey definition begins with keys such as "journey: my-journey" and "stages:"'

/** Reads YAML 1.2 or JSON text with its places. Never throws: text that cannot be read gives error findings. `start`: how such a document begins, for one who gave something else. */
export function parseYaml(text: string, start = journeyStart): YamlDocument {
  if (text.length > longestText) return unread([finding(`The text has ${text.length} characters: at most ${longestText} are read.`)])
  const lines = new LineCounter()
  const yaml = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' })
  const wrong = [...yaml.errors, ...yaml.warnings]
  if (wrong.length > 0) return unread(wrong.slice(0, mostErrors).map((error) => errorFinding(error, lines)))
  const placeOf = (path: string) => place(lines, offsetOf(yaml, path))
  try {
    const document: unknown = yaml.toJS()
    if (depthOf(document, new Map()) > deepest)
      return unread([finding(`Keys and lists nest too deeply: at most ${deepest} levels are allowed.`)])
    return { document, findings: emptyFindings(document, start), placeOf }
  } catch (error) {
    return unread([finding(`The YAML cannot be resolved: ${error instanceof Error ? error.message : String(error)}.`)])
  }
}

function emptyFindings(document: unknown, start: string): JourneyFinding[] {
  if (typeof document === 'object' && document !== null && !Array.isArray(document)) return []
  const found = document === null ? 'The document is empty' : `The document is ${valueText(document)}`
  return [finding(`${found}: ${start}.`)]
}

function unread(findings: JourneyFinding[]): YamlDocument {
  return { document: null, findings, placeOf: () => ({ line: 1, column: 1 }) }
}

function errorFinding(error: YAMLError, lines: LineCounter): JourneyFinding {
  const message = error.code === 'RESOURCE_EXHAUSTION' ? 'Keys and lists nest too deeply to be read' : error.message
  return { ...finding(`This is not sound YAML or JSON: ${message.replace(/\.$/, '')}.`), ...place(lines, error.pos[0]) }
}

function finding(message: string): JourneyFinding {
  return { kind: 'error', path: '', message, line: 1, column: 1 }
}

function place(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(1, line), column: Math.max(1, col) }
}

function offsetOf(yaml: Document.Parsed, path: string): number {
  let node: unknown = yaml.contents
  let offset = startOf(node) ?? 0
  for (const segment of parsePath(path)) {
    const next = child(resolved(yaml, node), segment)
    if (next === null) return offset
    offset = next.offset ?? offset
    node = next.node
  }
  return offset
}

function child(node: unknown, segment: string | number): { node: unknown; offset: number | null } | null {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(segment))
    return pair === undefined ? null : { node: pair.value, offset: startOf(pair.key) }
  }
  const item = isSeq(node) && typeof segment === 'number' ? node.items[segment] : undefined
  return item === undefined ? null : { node: item, offset: startOf(item) }
}

function resolved(yaml: Document.Parsed, node: unknown): unknown {
  return isAlias(node) ? node.resolve(yaml) : node
}

function startOf(node: unknown): number | null {
  return (node as Node | null | undefined)?.range?.[0] ?? null
}

/** How many levels of keys and lists a value has; infinite where it contains itself. */
function depthOf(value: unknown, known: Map<object, number>): number {
  if (typeof value !== 'object' || value === null) return 0
  const before = known.get(value)
  if (before !== undefined) return before
  known.set(value, Number.POSITIVE_INFINITY)
  const depth = 1 + Object.values(value).reduce((most: number, inner: unknown) => Math.max(most, depthOf(inner, known)), 0)
  known.set(value, depth)
  return depth
}
