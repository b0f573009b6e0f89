import { funnelSets, handOverSets, type SubjectList, type SubjectSet } from './journey-map.ts'

export type FunnelSet = (typeof funnelSets)[number]
export type HandOverSet = (typeof handOverSets)[number]

export function isFunnelSet(set: SubjectSet): set is FunnelSet {
  return (funnelSets as readonly string[]).includes(set)
}

export function isHandOverSet(set: SubjectSet): set is HandOverSet {
  return (handOverSets as readonly string[]).includes(set)
}

/** Whether a set is of one hand-off, and so needs its id as name. */
export function isOfHandOff(set: SubjectSet): boolean {
  return isHandOverSet(set) || set === 'reason' || set === 'moreReasons'
}

/** Whether a set needs a name: of a touchpoint, channel or signal, or the id of a hand-off. */
export function isNamed(set: SubjectSet): boolean {
  return set === 'touchpoint' || set === 'channel' || set === 'signal' || isOfHandOff(set)
}

/** What the rows of a set's list are, and so what its figure counts (rule M7). */
export function unitOf(set: SubjectSet): SubjectList['unit'] {
  return isFunnelSet(set) || isHandOverSet(set) ? 'instances' : 'stays'
}
