import type { ReactNode } from 'react'
import type { SubjectSet } from '../../map/journey-map.ts'
import { type Address, writeAddress } from '../shell/address.ts'

interface PeopleLinkProps {
  journey: string
  stage: { id: string; name: string }
  set: SubjectSet
  /** The filter of the slice. */
  slice: Address
  name: 'A' | 'B'
  words: string
  children: ReactNode
}

/** A figure of a slice that opens the people behind it, on the slice's own map (rule M7). */
export function PeopleLink({ journey, stage, set, slice, name, words, children }: PeopleLinkProps) {
  const href = `/journeys/${encodeURIComponent(journey)}/stages/${encodeURIComponent(stage.id)}${writeAddress({ ...slice, set })}`
  return (
    <a className="figure" href={href} aria-label={`${stage.name}, ${name}: ${words}. Show the people.`}>
      {children}
    </a>
  )
}
