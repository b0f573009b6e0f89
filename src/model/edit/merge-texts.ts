import { parseDocument } from 'yaml'
import { differingHunks, type Hunk, textTokens } from './text-tokens.ts'

/** A place that two people changed at once: `theirs` stands in the text at `at`, `mine` does not; before, `origin` stood there. */
export interface TextConflict {
  at: number
  origin: string
  theirs: string
  mine: string
}

/** What came of two people's changes of one text. */
export interface Merged {
  text: string
  conflicts: TextConflict[]
}

/**
 * Two texts made from one, as one text: changes of different places both apply. Where both changed the same value, or put something in at the same
 * place, theirs stands and mine is given beside it, so that no word is lost. Changes that together could not be read are one conflict of the whole text.
 */
export function mergeTexts(origin: string, theirs: string, mine: string): Merged {
  if (mine === origin || mine === theirs) return { text: theirs, conflicts: [] }
  if (theirs === origin) return { text: mine, conflicts: [] }
  const merged = mergeTokens(textTokens(origin), textTokens(theirs), textTokens(mine))
  if (isSound(merged.text) || !isSound(theirs) || !isSound(mine)) return merged
  return { text: theirs, conflicts: [{ at: 0, origin, theirs, mine }] }
}

function isSound(text: string): boolean {
  return parseDocument(text, { prettyErrors: false, logLevel: 'silent' }).errors.length === 0
}

/** Hunks of both sides that meet, over the stretch [from, until) of the origin. */
interface Region {
  from: number
  until: number
  theirs: Hunk[]
  mine: Hunk[]
}

function mergeTokens(origin: readonly string[], theirs: readonly string[], mine: readonly string[]): Merged {
  const result: Merged = { text: '', conflicts: [] }
  let done = 0
  for (const region of regionsOf(differingHunks(origin, theirs), differingHunks(origin, mine))) {
    result.text += origin.slice(done, region.from).join('')
    const [before, their, own] = [
      origin.slice(region.from, region.until).join(''),
      sideOf(region, region.theirs, origin, theirs),
      sideOf(region, region.mine, origin, mine),
    ]
    if (their !== own && region.theirs.length > 0 && region.mine.length > 0) {
      result.conflicts.push({ at: result.text.length, origin: before, theirs: their, mine: own })
    }
    result.text += region.theirs.length > 0 ? their : own
    done = region.until
  }
  result.text += origin.slice(done).join('')
  return result
}

/** What one side made of a region. */
function sideOf({ from, until }: Region, hunks: readonly Hunk[], origin: readonly string[], side: readonly string[]): string {
  let text = ''
  let done = from
  for (const hunk of hunks) {
    text += origin.slice(done, hunk.from).join('') + side.slice(hunk.start, hunk.end).join('')
    done = hunk.until
  }
  return text + origin.slice(done, until).join('')
}

function regionsOf(theirs: readonly Hunk[], mine: readonly Hunk[]): Region[] {
  const all = [...theirs.map((hunk) => ({ hunk, side: 'theirs' as const })), ...mine.map((hunk) => ({ hunk, side: 'mine' as const }))]
  all.sort((a, b) => a.hunk.from - b.hunk.from || a.hunk.until - b.hunk.until)
  const regions: Region[] = []
  for (const { hunk, side } of all) {
    const last = regions.at(-1)
    if (last && meets(last, hunk)) {
      last.until = Math.max(last.until, hunk.until)
      last[side].push(hunk)
    } else regions.push({ from: hunk.from, until: hunk.until, theirs: [], mine: [], [side]: [hunk] })
  }
  return regions
}

/** Whether a hunk that begins no earlier touches a region: they overlap, or something is put in at the region's edge. */
function meets(region: Region, hunk: Hunk): boolean {
  if (hunk.from < region.until || hunk.from === region.from) return true
  return hunk.from === region.until && (hunk.until === hunk.from || region.from === region.until)
}

/** Where a place of one text stands in another made from it; within a changed stretch, at its end. */
export function movedOffset(before: string, after: string, offset: number): number {
  const [old, now] = [textTokens(before), textTokens(after)]
  let shift = 0
  for (const { from, until, start, end } of differingHunks(old, now)) {
    const [begin, stop] = [lengthOf(old, 0, from), lengthOf(old, 0, until)]
    if (offset < begin || (offset === begin && begin === stop)) break
    const arrived = lengthOf(now, 0, start) + lengthOf(now, start, end)
    if (offset < stop) return Math.min(arrived, lengthOf(now, 0, start) + (offset - begin))
    shift = arrived - stop
  }
  return offset + shift
}

function lengthOf(tokens: readonly string[], from: number, until: number): number {
  let length = 0
  for (let i = from; i < until; i++) length += (tokens[i] as string).length
  return length
}
