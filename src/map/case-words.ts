import type { CaseSet } from './paths.ts'

/** What a set of cases is called where people read it; `names`: the events that it is about. */
export function caseWords(set: CaseSet, names: readonly string[]): string {
  const [first = '', second = ''] = names.map((name) => `“${name}”`)
  switch (set) {
    case 'all':
      return 'All cases'
    case 'running':
      return 'Cases still running'
    case 'variant':
      return 'Cases that went exactly this way'
    case 'folded':
      return 'Cases that went one of the other ways'
    case 'follows':
      return `Cases with ${first} followed by ${second}`
    case 'holds':
      return `Cases with ${first}`
    case 'rework':
      return `Cases with ${first} more than once`
    case 'starts':
      return `Cases that begin with ${first}`
    case 'ends':
      return `Cases that end with ${first}`
  }
}

/** Whether a list of such cases says how often each has the pair or the event; else that would be the number of its events. */
export function tellsTimes(set: CaseSet): boolean {
  return set === 'follows' || set === 'holds' || set === 'rework' || set === 'starts' || set === 'ends'
}
