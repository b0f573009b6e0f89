import { count } from '../../map/format.ts'
import { defined } from '../shell/definitions.tsx'

const fewStays = 30

/** Why to read a figure with care (rule M8); a small number is said even where the map does not. */
export function Cautions({ texts, size }: { texts: readonly string[]; size: number }) {
  const said = texts.some((text) => /^only \d/.test(text))
  const all = size > 0 && size < fewStays && !said ? [`only ${count(size)}: read with caution`, ...texts] : texts
  return all.map((text) => (
    <p key={text} className="caution" aria-describedby={defined('caution')}>
      <svg viewBox="0 0 12 12" width="11" height="11" role="img" aria-label="Caution:">
        <path d="M6 1.2 11.2 10.6H.8zM6 4.6v2.6M6 8.6v.6" />
      </svg>
      {text}
    </p>
  ))
}
