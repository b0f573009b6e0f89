import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { anchorDays, anchorWords } from '../../map/anchor-words.ts'
import { count } from '../../map/format.ts'
import type { JourneyMap } from '../../map/journey-map.ts'
import { useMapScene } from '../map/map-context.ts'
import { type Address, isLived, slicesOf } from '../shell/address.ts'

const FilterPanel = lazy(() => import('./filter-panel.tsx').then(({ FilterPanel: Panel }) => ({ default: Panel })))

/** Who the map counts: the persona, and the other filters as chips that can be taken away. */
export function FilterBar() {
  const { map, address } = useMapScene()
  const personas = map.journey.personas.filter(({ ruleText }) => ruleText !== null)
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  const change = (part: Partial<Address>) =>
    void navigate({ to: '.', search: (before) => ({ ...before, ...part }), replace: true, resetScroll: false })
  return (
    <div className="filters">
      {personas.length > 0 ? (
        <label className="persona">
          <span>Persona</span>
          <select value={address.persona ?? ''} onChange={(event) => change({ persona: event.target.value || undefined })}>
            <option value="">everyone</option>
            {personas.map((persona) => (
              <option key={persona.id} value={persona.id}>
                {persona.name} ({count(persona.subjects)})
              </option>
            ))}
          </select>
        </label>
      ) : null}
      <Chips address={address} change={change} />
      <button type="button" className="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
        Filter
      </button>
      {open ? (
        <Suspense fallback={<p className="filter-panel">Loading…</p>}>
          <FilterPanel
            address={address}
            slices={map.journey.slices}
            deadlines={map.journey.deadlines}
            change={change}
            close={() => setOpen(false)}
          />
        </Suspense>
      ) : null}
    </div>
  )
}

/** Nothing of a past day is left when its day is taken away. */
const today: Partial<Address> = { known: undefined, timeZone: undefined, version: undefined }

function Chips({ address, change }: { address: Address; change(part: Partial<Address>): void }) {
  const { map } = useMapScene()
  const how = isLived(address) ? 'what happened' : 'entered'
  const chips: { key: keyof Address; text: string }[] = [
    ...(address.anchor ? [{ key: 'anchor' as const, text: `${how} ${anchorText(address, map)}` }] : []),
    ...(address.from ? [{ key: 'from' as const, text: `${how} from ${address.from}` }] : []),
    ...(address.until ? [{ key: 'until' as const, text: `${how} until ${address.until}` }] : []),
    ...(address.asOf ? [{ key: 'asOf' as const, text: `as of ${address.asOf}${address.known === 'then' ? ', known then' : ''}` }] : []),
    ...slicesOf(address).map(([property, value]) => ({ key: `where.${property}` as const, text: `${property} is ${value}` })),
  ]
  return chips.map((chip) => (
    <button
      key={chip.key}
      type="button"
      className="chip"
      onClick={() => change({ [chip.key]: undefined, ...(chip.key === 'asOf' ? today : {}) })}
    >
      {chip.text} <span aria-hidden="true">×</span>
      <span className="hidden">, take away</span>
    </button>
  ))
}

/** "from … to …, the 8 weeks before the open day"; its days as soon as the map's figures are of them. */
function anchorText({ anchor = '', before }: Address, { journey, filter }: JourneyMap): string {
  const words = anchorWords({ anchor, beforeDays: before === undefined ? undefined : Number(before) }, journey.deadlines)
  const known = filter.anchor === anchor && (before === undefined || filter.beforeDays === Number(before))
  const days = known ? anchorDays(filter, journey.deadlines) : null
  return days === null ? `in the ${words}` : `from ${days[0]} to ${days[1]}, the ${words}`
}
