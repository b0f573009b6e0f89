import { Lexer } from 'yaml'

/** What the lexer puts between tokens, of no length in the text. */
const lexerMarks = ['\u0002', '\u0018', '\u001f', '\ufeff']

/**
 * A text in the pieces that belong together: in YAML and JSON a whole value, a key, a comment, a mark, a line's end. Joined they are the text.
 * Of a text that is neither, its lines.
 */
export function textTokens(text: string): string[] {
  const tokens = [...new Lexer().lex(text)].filter((token) => !lexerMarks.includes(token))
  return tokens.join('') === text ? tokens : text.split(/(?<=\n)/)
}

/** A stretch [from, until) of one list that became the stretch [start, end) of another. */
export interface Hunk {
  from: number
  until: number
  start: number
  end: number
}

/** The least hunks that make one list of tokens the other (Myers' greedy difference). */
export function differingHunks(before: readonly string[], after: readonly string[]): Hunk[] {
  let head = 0
  while (head < Math.min(before.length, after.length) && before[head] === after[head]) head++
  let tail = 0
  while (tail < Math.min(before.length, after.length) - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++
  const [n, m] = [before.length - head - tail, after.length - head - tail]
  if (n === 0 && m === 0) return []
  const trail = n === 0 || m === 0 ? null : furthestPaths(before.slice(head, head + n), after.slice(head, head + m))
  if (trail === null) return [{ from: head, until: head + n, start: head, end: head + m }]
  return hunksOf(trail, n, m).map((hunk) => ({
    from: hunk.from + head,
    until: hunk.until + head,
    start: hunk.start + head,
    end: hunk.end + head,
  }))
}

/** So many steps are looked for; texts further apart are told as one hunk. */
const mostSteps = 2_000

function furthestPaths(before: readonly string[], after: readonly string[]): Map<number, number>[] | null {
  const [n, m] = [before.length, after.length]
  let furthest = new Map<number, number>([[1, 0]])
  const trail: Map<number, number>[] = []
  for (let steps = 0; steps <= Math.min(n + m, mostSteps); steps++) {
    trail.push(furthest)
    const next = new Map(furthest)
    for (let k = -steps; k <= steps; k += 2) {
      let x = comesDown(next, k, steps) ? (next.get(k + 1) ?? 0) : (next.get(k - 1) ?? 0) + 1
      while (x < n && x - k < m && before[x] === after[x - k]) x++
      next.set(k, x)
      if (x >= n && x - k >= m) return trail
    }
    furthest = next
  }
  return null
}

function comesDown(furthest: ReadonlyMap<number, number>, k: number, steps: number): boolean {
  return k === -steps || (k !== steps && (furthest.get(k - 1) ?? -1) < (furthest.get(k + 1) ?? -1))
}

function hunksOf(trail: readonly Map<number, number>[], n: number, m: number): Hunk[] {
  const edits: { x: number; y: number; insert: boolean }[] = []
  let [x, y] = [n, m]
  for (let steps = trail.length - 1; steps > 0; steps--) {
    const furthest = trail[steps] as Map<number, number>
    const k = x - y
    const insert = comesDown(furthest, k, steps)
    const beforeX = furthest.get(insert ? k + 1 : k - 1) ?? 0
    const beforeY = beforeX - (insert ? k + 1 : k - 1)
    edits.push({ x: beforeX, y: beforeY, insert })
    ;[x, y] = [beforeX, beforeY]
  }
  const hunks: Hunk[] = []
  for (const { x: from, y: start, insert } of edits.reverse()) {
    const last = hunks.at(-1)
    const step = { until: from + (insert ? 0 : 1), end: start + (insert ? 1 : 0) }
    if (last && last.until === from && last.end === start) Object.assign(last, step)
    else hunks.push({ from, start, ...step })
  }
  return hunks
}
