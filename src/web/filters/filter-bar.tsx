import { Link, useNavigate } from '@tanstack/react-router'
import { useMapScene } from '../map/map-context.ts'
import { type Address, withoutCases } from '../shell/address.ts'
import { SliceEditor } from './slice-editor.tsx'

/** Whom the map or the paths count, and the way to compare them with others. */
export function FilterBar() {
  const { map, address } = useMapScene()
  const navigate = useNavigate()
  const change = (part: Partial<Address>) =>
    void navigate({ to: '.', search: (before) => ({ ...before, ...part }), replace: true, resetScroll: false })
  return (
    <>
      <SliceEditor map={map} address={address} change={change} />
      <Link
        className="quiet compare-link"
        to="/journeys/$journey/compare"
        params={{ journey: map.journey.id }}
        search={withoutCases(address)}
      >
        Compare with…
      </Link>
    </>
  )
}
