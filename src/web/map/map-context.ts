import { type ComponentType, createContext, useContext } from 'react'
import type { JourneyMap, MapStage } from '../../map/journey-map.ts'
import type { Address, DrawerPart, View } from '../shell/address.ts'

/** What every cell of a map knows. */
export interface MapScene {
  map: JourneyMap
  address: Address
  view: View
  /** The address of a stage's drawer, opened at a set of people. */
  hrefOf(stage: string, part: DrawerPart): string
  /** Goes there without loading the page anew. */
  open(href: string): void
}

export const MapContext = createContext<MapScene | null>(null)

/** The scene around a cell; an error outside a map. */
export function useMapScene(): MapScene {
  const scene = useContext(MapContext)
  if (!scene) throw new Error('A cell of the map stands outside the map.')
  return scene
}

export interface CellProps {
  stage: MapStage
}

/** A row of the map. `words`: the parts of what the team wrote, an assumption until evidence stands beside it. */
export interface Lane {
  id: string
  name: string
  hint: string
  words: readonly (keyof MapStage['lanes'])[]
  /** Shown though empty, since a well-made map has it. */
  expected: boolean
  Cell: ComponentType<CellProps & { lane: Lane }>
}
