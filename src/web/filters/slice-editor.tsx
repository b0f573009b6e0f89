import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { anchorDays, anchorWords } from '../../map/anchor-words.ts'
import { propertyWords } from '../../map/filter-words.ts'
import { count } from '../../map/format.ts'
import type { JourneyMap } from '../../map/journey-map.ts'
import { type Address, isLived, slicesOf } from '../shell/address.ts'
import { segmentsQuery } from '../shell/queries.ts'

const FilterPanel = lazy(() => import('./filter-panel.tsx').then(({ FilterPanel: Panel }) => ({ default: Panel })))

interface SliceEditorProps {
  map: JourneyMap
  /** The filter alone. */
  address: Address
  change(part: Partial<Address>): void
  /** Only the period can be changed, or all but the past day. */
  only?: 'period' | 'slice' | undefined
}

/** Whom a map counts: the persona, and the other filters as chips that can be taken away. */
export function SliceEditor({ map, address, change, only }: SliceEditorProps) {
  const personas = only === 'period' ? [] : map.journey.personas.filter(({ ruleText }) => ruleText !== null)
  const [open, setOpen] = useState(false)
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
      <Chips map={map} address={address} change={change} />
      <button type="button" className="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
        Filter
      </button>
      {open ? (
        <Suspense fallback={<p className="filter-panel">Loading…</p>}>
          <FilterPanel map={map} address={address} change={change} only={only} close={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </div>
  )
}

/** Nothing of a past day is left when its day is taken away. */
const today: Partial<Address> = { known: undefined, timeZone: undefined, version: undefined }

function Chips({ map, address, change }: SliceEditorProps) {
  const how = isLived(address) ? 'what happened' : 'entered'
  const chips: { key: keyof Address; text: string }[] = [
    ...(address.others ? [{ key: 'others' as const, text: 'all others than' }] : []),
    ...(address.anchor ? [{ key: 'anchor' as const, text: `${how} ${anchorText(address, map)}` }] : []),
    ...(address.from ? [{ key: 'from' as const, text: `${how} from ${address.from}` }] : []),
    ...(address.until ? [{ key: 'until' as const, text: `${how} until ${address.until}` }] : []),
    ...(address.asOf ? [{ key: 'asOf' as const, text: `as of ${address.asOf}${address.known === 'then' ? ', known then' : ''}` }] : []),
    ...slicesOf(address).map(([property, value]) => ({ key: `where.${property}` as const, text: propertyWords(property, value) })),
  ]
  return (
    <>
      {address.segment ? <SegmentChip id={address.segment} drop={() => change({ segment: undefined })} /> : null}
      {chips.map((chip) => (
        <Chip key={chip.key} text={chip.text} drop={() => change({ [chip.key]: undefined, ...(chip.key === 'asOf' ? today : {}) })} />
      ))}
    </>
  )
}

/** "from … to …, the 8 weeks before the open day"; its days as soon as the map's figures are of them. */
function anchorText({ anchor = '', before }: Address, { journey, filter }: JourneyMap): string {
  const words = anchorWords({ anchor, beforeDays: before === undefined ? undefined : Number(before) }, journey.deadlines)
  const known = filter.anchor === anchor && (before === undefined || filter.beforeDays === Number(before))
  const days = known ? anchorDays(filter, journey.deadlines) : null
  return days === null ? `in the ${words}` : `from ${days[0]} to ${days[1]}, the ${words}`
}

function Chip({ text, drop }: { text: string; drop(): void }) {
  return (
    <button type="button" className="chip" onClick={drop}>
      {text} <span aria-hidden="true">×</span>
      <span className="hidden">, take away</span>
    </button>
  )
}

/** A saved segment by its name, with what is wrong with it. */
function SegmentChip({ id, drop }: { id: string; drop(): void }) {
  const { data } = useQuery(segmentsQuery)
  const segment = data?.find((one) => one.id === id)
  const gone = data !== undefined && segment === undefined
  return (
    <>
      <Chip text={gone ? `segment ${id} (removed)` : `segment ${segment?.name ?? id}`} drop={drop} />
      {segment?.cautions.map((caution) => (
        <small key={caution} role="status">
          {caution}
        </small>
      ))}
    </>
  )
}
