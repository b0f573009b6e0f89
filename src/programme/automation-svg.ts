import { automationPicture, type PictureBox } from '../map/automation-picture.ts'
import type { AutomationPlan } from './automation.ts'
import { escapeHtml } from './message-markup.ts'

/** Colours with enough contrast in light and dark, told apart by shape and heading, too. */
const style = `text{font:14px Arial,Helvetica,sans-serif;fill:#1a1b1e}.head{font-weight:bold}rect{fill:#f8f9fa;stroke:#495057}.programme rect{fill:#e7f5ff;stroke:#1c5d99;stroke-width:2}path{fill:none;stroke:#868e96}
@media(prefers-color-scheme:dark){.page{fill:#1a1b1e}text{fill:#e9ecef}rect{fill:#25262b;stroke:#adb5bd}.programme rect{fill:#102a43;stroke:#a5d8ff}path{stroke:#909296}}`

/** All programmes as a picture of its own: who can be in which, the programmes with their priority, the systems; lines from left to right. */
export function automationSvg({ rows, overlaps }: AutomationPlan): string {
  const { width, height, headings, lines, boxes } = automationPicture(rows)
  const told =
    rows.length === 0
      ? 'There is no programme yet.'
      : `${rows.length} programmes; in ${overlaps.length} stages one person can be in several.`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title about">`,
    `<title id="title">E-mail programmes</title><desc id="about">${told}</desc><style>${style}</style>`,
    `<rect class="page" width="${width}" height="${height}" style="stroke:none" fill="#ffffff" />`,
    ...headings.map(({ text, x, y }) => `<text class="head" x="${x}" y="${y}">${text}</text>`),
    ...lines.map((path) => `<path d="${path}" />`),
    ...boxes.map(drawn),
    '</svg>\n',
  ].join('\n')
}

function drawn({ lines, kind, x, y, width, height, radius }: PictureBox): string {
  const texts = lines.map((line) => `<text x="${line.x}" y="${line.y}">${escapeHtml(line.text)}</text>`)
  const round = radius === 0 ? '' : ` rx="${radius}"`
  return `<g class="${kind}"><rect x="${x}" y="${y}" width="${width}" height="${height}"${round} />${texts.join('')}</g>`
}
