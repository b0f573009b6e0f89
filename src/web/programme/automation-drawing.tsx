import { type AutomationPicture, automationPicture, type PictureBox, type PicturedProgramme } from '../../map/automation-picture.ts'
import { keyed } from '../shell/keyed.ts'

/** The picture of all programmes; `about` says in a sentence what it shows, and what stands below it says all of it in words. */
export function AutomationDrawing({ rows, about }: { rows: readonly PicturedProgramme[]; about: string }) {
  const { width, height, headings, lines, boxes } = automationPicture(rows)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: on a narrow page the picture is scrolled sideways, by keys, too.
    <section className="automation-frame" aria-label="Picture of all programmes" tabIndex={0}>
      <svg className="automation-picture" viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={about}>
        {headings.map(({ text, x, y }) => (
          <text key={text} className="automation-head" x={x} y={y}>
            {text}
          </text>
        ))}
        <Lines lines={lines} />
        {boxes.map((box) => (
          <Box key={`${box.kind} ${box.key}`} box={box} />
        ))}
      </svg>
    </section>
  )
}

function Lines({ lines }: Pick<AutomationPicture, 'lines'>) {
  return keyed(lines, (path) => path).map(({ key, row }) => <path key={key} d={row} />)
}

function Box({ box: { kind, lines, x, y, width, height, radius } }: { box: PictureBox }) {
  return (
    <g data-kind={kind}>
      <rect x={x} y={y} width={width} height={height} rx={radius} />
      {lines.map((line) => (
        <text key={line.y} x={line.x} y={line.y}>
          {line.text}
        </text>
      ))}
    </g>
  )
}
