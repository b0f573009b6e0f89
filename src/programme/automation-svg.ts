import type { AutomationPlan } from './automation.ts'
import { escapeHtml } from './message-markup.ts'

/** A box with its lines of text, where it stands. */
interface Box {
  key: string
  lines: readonly string[]
  kind: 'who' | 'programme' | 'system'
  x: number
  y: number
  height: number
}

const size = { box: 290, between: 80, line: 18, padding: 10, gap: 14, top: 56, edge: 16, characters: 38 }

/** Colours with enough contrast in light and dark, told apart by shape and heading, too. */
const style = `text{font:14px Arial,Helvetica,sans-serif;fill:#1a1b1e}.head{font-weight:bold}rect{fill:#f8f9fa;stroke:#495057}.programme rect{fill:#e7f5ff;stroke:#1c5d99;stroke-width:2}path{fill:none;stroke:#868e96}
@media(prefers-color-scheme:dark){.page{fill:#1a1b1e}text{fill:#e9ecef}rect{fill:#25262b;stroke:#adb5bd}.programme rect{fill:#102a43;stroke:#a5d8ff}path{stroke:#909296}}`

/** All programmes as a picture: who can be in which, the programmes with their priority, the systems; lines from left to right. */
export function automationSvg({ rows, overlaps }: AutomationPlan): string {
  const who = unique(rows.flatMap((row) => row.who.map((one) => `${row.journey}, ${one}`)))
  const systems = unique(rows.flatMap((row) => row.systems))
  const programmes = rows.map((row) => ({
    key: row.id,
    text: `${row.name} · priority ${row.priority} · ${row.messages} ${row.messages === 1 ? 'message' : 'messages'}${row.paused === null ? '' : ` · paused: ${row.paused}`}`,
  }))
  const columns = [
    column(
      who.map((text) => ({ key: text, text })),
      'who',
      0,
    ),
    column(programmes, 'programme', 1),
    column(
      systems.map((text) => ({ key: text, text })),
      'system',
      2,
    ),
  ]
  const [left = [], middle = [], right = []] = columns
  const lines = rows.flatMap((row) => [
    ...row.who.map((one) => [find(left, `${row.journey}, ${one}`), find(middle, row.id)] as const),
    ...row.systems.map((one) => [find(middle, row.id), find(right, one)] as const),
  ])
  const width = size.edge * 2 + size.box * 3 + size.between * 2
  const height = Math.max(size.top, ...columns.flat().map((box) => box.y + box.height)) + size.edge
  const told =
    rows.length === 0
      ? 'There is no programme yet.'
      : `${rows.length} programmes; in ${overlaps.length} stages one person can be in several.`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title about">`,
    `<title id="title">E-mail programmes</title><desc id="about">${told}</desc><style>${style}</style>`,
    `<rect class="page" width="${width}" height="${height}" style="stroke:none" fill="#ffffff" />`,
    ...['Who can be in it', 'Programme', 'Systems involved'].map(
      (text, index) => `<text class="head" x="${columnX(index)}" y="34">${text}</text>`,
    ),
    ...lines.map(([from, to]) => `<path d="${curve(from, to)}" />`),
    ...columns.flat().map(drawn),
    '</svg>\n',
  ].join('\n')
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)]
}

function columnX(index: number): number {
  return size.edge + index * (size.box + size.between)
}

function column(items: readonly { key: string; text: string }[], kind: Box['kind'], index: number): Box[] {
  let y = size.top
  return items.map(({ key, text }) => {
    const lines = wrapped(text)
    const height = lines.length * size.line + 2 * size.padding
    const box = { key, lines, kind, x: columnX(index), y, height }
    y += height + size.gap
    return box
  })
}

function find(boxes: readonly Box[], key: string): Box {
  const found = boxes.find((box) => box.key === key)
  if (found === undefined) throw new Error(`no box of ${key} was drawn`)
  return found
}

/** Words on lines of at most so many characters; a longer word is cut. */
function wrapped(text: string): string[] {
  const words = text.split(/\s+/).flatMap((word) => word.match(new RegExp(`.{1,${size.characters}}`, 'gu')) ?? [])
  const lines: string[] = []
  for (const word of words) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= size.characters) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.length === 0 ? [''] : lines
}

function curve(from: Box, to: Box): string {
  const [x1, y1, x2, y2] = [from.x + size.box, from.y + from.height / 2, to.x, to.y + to.height / 2]
  const middle = (x1 + x2) / 2
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`
}

function drawn({ lines, kind, x, y, height }: Box): string {
  const texts = lines.map((line, index) => {
    return `<text x="${x + size.padding}" y="${y + size.padding + (index + 1) * size.line - 4}">${escapeHtml(line)}</text>`
  })
  const round = kind === 'who' ? ' rx="16"' : kind === 'programme' ? ' rx="4"' : ''
  return `<g class="${kind}"><rect x="${x}" y="${y}" width="${size.box}" height="${height}"${round} />${texts.join('')}</g>`
}
