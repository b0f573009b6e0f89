import { useNavigate } from '@tanstack/react-router'
import { hiddenLanes, lanesOf } from './lanes.ts'
import { useMapScene } from './map-context.ts'

/** Shows and hides rows of the map; what is hidden stands in the address. */
export function LaneMenu() {
  const { map, address } = useMapScene()
  const navigate = useNavigate()
  const hidden = hiddenLanes(address.hide)
  const toggle = (id: string) => {
    const next = new Set(hidden)
    if (!next.delete(id)) next.add(id)
    void navigate({
      to: '.',
      search: (before) => ({ ...before, hide: [...next].join(',') || undefined }),
      replace: true,
      resetScroll: false,
    })
  }
  return (
    <details className="menu">
      <summary className="quiet">Rows{hidden.size > 0 ? ` (${hidden.size} hidden)` : ''}</summary>
      <fieldset>
        <legend className="hidden">Rows of the map</legend>
        {lanesOf(map).map((lane) => (
          <label key={lane.id}>
            <input type="checkbox" checked={!hidden.has(lane.id)} onChange={() => toggle(lane.id)} />
            {lane.name}
          </label>
        ))}
      </fieldset>
    </details>
  )
}
