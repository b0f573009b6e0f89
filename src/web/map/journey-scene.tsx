import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useMemo } from 'react'
import type { JourneyMap } from '../../map/journey-map.ts'
import { type Address, viewOf } from '../shell/address.ts'
import { MapContext, type MapScene } from './map-context.ts'

/** What filters, lists and drawers know of a journey on its pages beside the map. */
export function JourneyScene({ map, address, children }: { map: JourneyMap; address: Address; children: ReactNode }) {
  const navigate = useNavigate()
  const scene = useMemo<MapScene>(
    () => ({
      map,
      address,
      view: viewOf(address),
      hrefOf: (stage) => `/journeys/${encodeURIComponent(map.journey.id)}/stages/${encodeURIComponent(stage)}`,
      open: (href) => void navigate({ to: href as never }),
    }),
    [map, address, navigate],
  )
  return <MapContext value={scene}>{children}</MapContext>
}
