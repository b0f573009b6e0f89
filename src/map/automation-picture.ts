/** What the picture of all programmes shows of one of them. */
export interface PicturedProgramme {
  id: string
  name: string
  journey: string
  priority: number
  paused: string | null
  messages: number
  /** Who can be in it: stages with personas, or events that owe a message. */
  who: readonly string[]
  systems: readonly string[]
}

/** A box with its lines of text, where it stands; all in pixels from above and left. */
export interface PictureBox {
  key: string
  lines: readonly { text: string; x: number; y: number }[]
  kind: 'who' | 'programme' | 'system'
  x: number
  y: number
  width: number
  height: number
  /** Of its corners. */
  radius: number
}

/** The picture of all programmes as it is drawn, for a file and on the page. `lines` are paths of SVG. */
export interface AutomationPicture {
  width: number
  height: number
  headings: readonly { text: string; x: number; y: number }[]
  lines: readonly string[]
  boxes: readonly PictureBox[]
}

const size = { box: 290, between: 80, line: 18, padding: 10, gap: 14, top: 56, edge: 16, characters: 38, heading: 34 }
const radius = { who: 16, programme: 4, system: 0 } as const
const headings = ['Who can be in it', 'Programme', 'Systems involved']

/** Lays out all programmes: who can be in which, the programmes with their priority, the systems; lines go from left to right. */
export function automationPicture(rows: readonly PicturedProgramme[]): AutomationPicture {
  const who = column(sameKey(rows.flatMap((row) => row.who.map((one) => `${row.journey}, ${one}`))), 'who', 0)
  const programmes = column(rows.map(programmeText), 'programme', 1)
  const systems = column(sameKey(rows.flatMap((row) => row.systems)), 'system', 2)
  const boxes = [...who, ...programmes, ...systems]
  const lines = rows.flatMap((row) => [
    ...row.who.map((one) => curve(find(who, `${row.journey}, ${one}`), find(programmes, row.id))),
    ...row.systems.map((one) => curve(find(programmes, row.id), find(systems, one))),
  ])
  return {
    width: size.edge * 2 + size.box * 3 + size.between * 2,
    height: Math.max(size.top, ...boxes.map((box) => box.y + box.height)) + size.edge,
    headings: headings.map((text, index) => ({ text, x: columnX(index), y: size.heading })),
    lines,
    boxes,
  }
}

function programmeText({ id, name, priority, messages, paused }: PicturedProgramme): { key: string; text: string } {
  const many = `${messages} ${messages === 1 ? 'message' : 'messages'}`
  return { key: id, text: `${name} · priority ${priority} · ${many}${paused === null ? '' : ` · paused: ${paused}`}` }
}

function sameKey(texts: readonly string[]): { key: string; text: string }[] {
  return [...new Set(texts)].map((text) => ({ key: text, text }))
}

function columnX(index: number): number {
  return size.edge + index * (size.box + size.between)
}

function column(items: readonly { key: string; text: string }[], kind: PictureBox['kind'], index: number): PictureBox[] {
  const x = columnX(index)
  let top = size.top
  return items.map(({ key, text }) => {
    const y = top
    const texts = wrapped(text)
    const height = texts.length * size.line + 2 * size.padding
    const lines = texts.map((line, at) => ({ text: line, x: x + size.padding, y: y + size.padding + (at + 1) * size.line - 4 }))
    top += height + size.gap
    return { key, lines, kind, x, y, width: size.box, height, radius: radius[kind] }
  })
}

function find(boxes: readonly PictureBox[], key: string): PictureBox {
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

function curve(from: PictureBox, to: PictureBox): string {
  const [x1, y1, x2, y2] = [from.x + size.box, from.y + from.height / 2, to.x, to.y + to.height / 2]
  const middle = (x1 + x2) / 2
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`
}
