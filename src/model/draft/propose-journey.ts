import { AppError } from '../../core/error.ts'
import { dayMs } from '../duration.ts'
import type { RuleSpec } from '../rule-spec.ts'
import type { DraftEvidence } from './draft-evidence.ts'
import { compareText, type DraftLog, daysOf, draftLog, type LogUnit, spanText } from './draft-log.ts'
import { type DraftEnds, findEnds, percentText } from './find-ends.ts'
import { growStages, leastSubjects } from './grow-stages.ts'
import { itemText, ruleOfItems } from './item-text.ts'
import { idsOf, phasesOf, stageNames } from './name-stages.ts'
import { type DraftPersonas, pickPersonas } from './pick-personas.ts'
import { proposeValue } from './propose-value.ts'
import type {
  DraftAnswer,
  DraftArrangement,
  DraftEvent,
  DraftOptions,
  DraftReason,
  DraftStage,
  ProposedJourney,
} from './proposed-journey.ts'
import { fewReturn, type StageFacts, stageFacts, windowOf, windowShare } from './stage-facts.ts'
import { openersOf } from './stage-runs.ts'
import { type DraftDocument, type DraftDocumentStage, writeDraft } from './write-draft.ts'

/** Least evidence for a proposal. */
const leastCases = 5
const leastEvents = 20
const leastEndSubjects = 3
/** An exit is written at a stage where so many of those who reach it leave by it, a share and in numbers. */
const leastLeaving = 0.005
const leastReturning = 0.05
const mostRejected = 60

/** How a draft is laid out: which units open each stage and end the journey, and why. */
interface Layout {
  opening: readonly (readonly number[])[]
  whys: readonly { text: string; figures: Record<string, number> }[]
  rejected: ReadonlyMap<number, string>
  returns: ReadonlyMap<number, number>
  ends: DraftEnds
}

/** Proposes a journey from a log, or figures for an arrangement of one; a sentence instead where the data say too little. `invalid` for an unknown event in the arrangement. */
export function proposeJourney(evidence: DraftEvidence, options: DraftOptions): DraftAnswer {
  const lacking = tooLittle(evidence)
  if (lacking !== null) return { draft: null, message: lacking }
  const { arrangement } = options
  const log = draftLog(evidence, arrangement === undefined)
  const layout = arrangement === undefined ? grownLayout(log, options.stages ?? null) : arrangedLayout(log, arrangement)
  if (layout.opening.some((units) => units.length === 0))
    return { draft: null, message: 'There is not enough data for a draft: no event marks where people begin.' }
  return { draft: draftOf(evidence, log, layout, options), message: null }
}

function tooLittle({ subjectType, traces, items }: DraftEvidence): string | null {
  const events = traces.reduce((sum, trace) => sum + trace.events.length, 0)
  const cases = traces.filter((trace) => trace.events.length > 1).length
  const begin = 'There is not enough data for a draft'
  if (events === 0) return `${begin}: no event concerns a ${subjectType}. Import a file first.`
  if (/[.\s]/.test(subjectType)) return `A journey cannot be drafted for “${subjectType}”: a type of object is one word without dots.`
  if (cases < leastCases || events < leastEvents) {
    return `${begin}: ${cases} of ${traces.length} with two events or more, ${events} events in all. It needs ${leastCases} and ${leastEvents}; import more, or choose another type of subject.`
  }
  if (items.length < 2)
    return `${begin}: every event is “${items[0] === undefined ? '' : itemText(items[0])}”. A journey needs events that differ.`
  const timeless = traces.every((trace) => trace.events.every(({ at }) => at === trace.events[0]?.at))
  return timeless
    ? `${begin}: all events of each ${subjectType} stand at one instant, so that no order can be seen. Check the column taken for the time.`
    : null
}

function grownLayout(log: DraftLog, stages: number | null): Layout {
  const ends = findEnds(log, leastEndSubjects)
  const { opening, reasons, rejected, returns } = growStages(log, new Set([...ends.goal, ...ends.lost]), stages)
  return { opening, whys: reasons, rejected, returns, ends }
}

function arrangedLayout(log: DraftLog, arrangement: DraftArrangement): Layout {
  const places = new Map(log.units.map(({ items }, unit) => [items[0]?.key ?? '', unit]))
  const unitsOf = (keys: readonly string[]) =>
    [...new Set(keys)].map((key) => {
      const unit = places.get(key)
      if (unit !== undefined) return unit
      throw new AppError(
        'invalid',
        `The arrangement names the event ${key}, which the data do not hold: draft again, and arrange that draft.`,
      )
    })
  const used = new Set<number>()
  const opening = arrangement.stages.map(({ entry }) => unitsOf(entry).filter((unit) => !used.has(unit) && used.add(unit)))
  if (opening.some((units) => units.length === 0))
    throw new AppError('invalid', 'Two stages of the arrangement have the same entry events: each stage needs one of its own.')
  const goal = unitsOf(arrangement.goal).filter((unit) => !used.has(unit) && used.add(unit))
  const lost = unitsOf(arrangement.lost).filter((unit) => !used.has(unit) && used.add(unit))
  const found = findEnds(log, 1)
  const reasons = new Map([...goal, ...lost].map((unit) => [unit, found.reasons.get(unit) ?? arranged(log, unit)]))
  const rejected = new Map(log.units.flatMap((_, unit) => (used.has(unit) ? [] : [[unit, 'Not in the arrangement.'] as const])))
  const whys = opening.map(() => ({ text: 'Arranged so by hand.', figures: {} }))
  return { opening, whys, rejected, returns: new Map(), ends: { goal, lost, reasons } }
}

function arranged(log: DraftLog, unit: number): { text: string; figures: Record<string, number> } {
  const { text, subjects } = log.units[unit] as LogUnit
  return { text: `Arranged so by hand: ${subjects} have “${text}”.`, figures: { subjects } }
}

function draftOf(evidence: DraftEvidence, log: DraftLog, layout: Layout, options: DraftOptions): ProposedJourney {
  const { opening, ends } = layout
  const [goal, lost] = [new Set(ends.goal), new Set(ends.lost)]
  const facts = stageFacts(log, opening, goal, lost)
  const given = options.arrangement?.stages ?? []
  const units = opening.map((own) => own.map((unit) => log.units[unit] as LogUnit))
  const guessed = phasesOf(units)
  const phases = guessed.map(({ phase }, place) => given[place]?.lifecycle ?? phase)
  const names = stageNames(units, phases).map((name, place) => given[place]?.name ?? name)
  const ids = idsOf(names, 'stage')
  const built = opening.map((own, place) =>
    stageOf({
      log,
      layout,
      facts: facts[place] as StageFacts,
      own,
      place,
      id: ids[place] as string,
      name: names[place] as string,
      phase: phases[place] as DraftStage['lifecycle'],
      word: guessed[place]?.byWord ?? null,
    }),
  )
  const personas = pickPersonas(log, evidence.properties, ...outcomeOf(log, layout, facts, names))
  const value = evidence.deals === null ? null : proposeValue(evidence.deals)
  const notes = notesOf(evidence, log, layout, facts, personas !== null)
  const shared: DraftReason[] = [
    { path: 'subject', text: subjectReason(evidence), figures: { subjects: evidence.subjects } },
    ...(personas === null ? [] : [{ path: 'personas', text: personas.text, figures: personas.figures }]),
    ...(value === null ? [] : [{ path: 'value', text: value.text, figures: value.figures }]),
  ]
  const name = options.name ?? `Journey of a ${evidence.subjectType}`
  const document: DraftDocument = {
    id: idsOf([options.name ?? `${evidence.subjectType}-journey`], 'journey')[0] as string,
    name,
    description: `Drafted from ${log.traces.length} ${evidence.subjectType} histories. Read each reason before you keep it.`,
    subject: evidence.subjectType,
    personas: personas === null ? [] : personaParts(personas),
    stages: built.map(({ document }) => document),
    value: value?.value ?? null,
    head: ['Drafted from the data. Above each part stands why it is proposed; change what you know better.', ...notes],
  }
  return {
    text: writeDraft(document, [...shared, ...built.flatMap(({ stage }) => stage.reasons)]),
    subjectType: evidence.subjectType,
    types: [...evidence.types],
    subjects: evidence.subjects,
    read: log.traces.length,
    stages: built.map(({ stage }) => stage),
    goal: eventsOf(log, ends.goal),
    lost: eventsOf(log, ends.lost),
    reasons: shared,
    rejected: rejectedOf(log, layout),
    notes,
  }
}

interface StageInput {
  log: DraftLog
  layout: Layout
  facts: StageFacts
  own: readonly number[]
  place: number
  id: string
  name: string
  phase: DraftStage['lifecycle']
  word: string | null
}

function stageOf({ log, layout, facts, own, place, id, name, phase, word }: StageInput): {
  stage: DraftStage
  document: DraftDocumentStage
} {
  const path = `stages[${place}]`
  const why = layout.whys[place] ?? { text: '', figures: {} }
  const share = facts.subjects / Math.max(1, log.traces.length)
  const reached = `${facts.subjects} of ${log.traces.length} (${percentText(share)}) reach it.`
  const leaving = (units: readonly number[]) =>
    units.filter((unit) => (facts.ended.get(unit) ?? 0) >= Math.max(1, leastLeaving * facts.subjects))
  const [completed, dropped] = [leaving(layout.ends.goal), leaving(layout.ends.lost)]
  const returning = returnOf(log, layout, facts, own, place)
  const window = windowOf(facts)
  const { silence } = facts
  const reasons: DraftReason[] = [
    { path, text: `${reached} ${why.text}`, figures: { subjects: facts.subjects, reached: share, ...why.figures } },
    ...(word === null
      ? []
      : [{ path: `${path}.lifecycle`, text: `By the word “${word}”, and not before the phase of the stage before.`, figures: {} }]),
    ...(returning === null ? [] : [{ path: `${path}.reentry`, text: returning.text, figures: returning.figures }]),
    ...exitReason(log, layout.ends, facts, completed, `${path}.exit.completed`),
    ...exitReason(log, layout.ends, facts, dropped, `${path}.exit.dropped`),
    ...(silence.ms === null ? [] : [silenceReason(silence.ms, silence, `${path}.dropAfter`)]),
    ...(window === null || facts.converting.length === 0 ? [] : [windowReason(facts, window, `${path}.window`)]),
  ]
  const document: DraftDocumentStage = {
    id,
    name,
    lifecycle: phase,
    entry: ruleOfUnits(log, own),
    completed: completed.length === 0 ? null : ruleOfUnits(log, completed),
    dropped: dropped.length === 0 ? null : ruleOfUnits(log, dropped),
    reentry: returning?.rule ?? null,
    dropAfter: silence.ms === null ? null : `${silence.ms / dayMs}d`,
    window: window?.text ?? null,
  }
  return { stage: { id, name, lifecycle: phase, entry: eventsOf(log, own), subjects: facts.subjects, reasons }, document }
}

function exitReason(log: DraftLog, ends: DraftEnds, facts: StageFacts, units: readonly number[], path: string): DraftReason[] {
  if (units.length === 0) return []
  const left = units.reduce((sum, unit) => sum + (facts.ended.get(unit) ?? 0), 0)
  const share = left / Math.max(1, facts.subjects)
  const first = ends.reasons.get(units[0] as number)
  const named = units.map((unit) => `“${(log.units[unit] as LogUnit).text}”`).join(', ')
  return [
    {
      path,
      text: `${left} (${percentText(share)}) end here with ${named}. ${first?.text ?? ''}`,
      figures: { left, share, ...first?.figures },
    },
  ]
}

function silenceReason(ms: number, { silences, returned }: StageFacts['silence'], path: string): DraftReason {
  const text = `After ${ms / dayMs} days without them ${percentText(returned)} of ${silences} silences ended with a return; it is the shortest after which fewer than ${percentText(fewReturn)} come back.`
  return { path, text, figures: { days: ms / dayMs, silences, returned } }
}

function windowReason({ converting }: StageFacts, { text, quantileMs }: { text: string; quantileMs: number }, path: string): DraftReason {
  const days = daysOf(quantileMs)
  return {
    path,
    text: `${percentText(windowShare)} of the ${converting.length} who move on do so within ${spanText(quantileMs)}; rounded up to ${text}.`,
    figures: { movedOn: converting.length, days },
  }
}

interface Returning {
  rule: 'entry' | RuleSpec
  text: string
  figures: Record<string, number>
}

/** How people come back to a stage: by an event of its own that takes them back, else by its entry where that happens seldom more than once a visit. */
function returnOf(log: DraftLog, { returns }: Layout, facts: StageFacts, own: readonly number[], place: number): Returning | null {
  const units = [...returns].flatMap(([unit, stage]) => (stage === place ? [unit] : []))
  if (units.length > 0) {
    const subjects = units.reduce((sum, unit) => sum + (log.units[unit] as LogUnit).subjects, 0)
    const named = units.map((unit) => `“${(log.units[unit] as LogUnit).text}”`).join(', ')
    const rule = ruleOfUnits(log, units)
    const safe = rule === 'none' || rule === 'entry' ? { event: rule } : rule
    return { rule: safe, text: `After ${named} (${subjects} have it) people do again what is done in this stage.`, figures: { subjects } }
  }
  const share = facts.back / Math.max(1, facts.further)
  const isStep = own.every((unit) => (log.units[unit] as LogUnit).repeats <= 1.5)
  if (!isStep || share < leastReturning || facts.back < leastSubjects) return null
  return {
    rule: 'entry',
    text: `${facts.back} (${percentText(share)}) of the ${facts.further} that went further enter it again later.`,
    figures: { back: facts.back, share },
  }
}

/** What personas are to part: reaching the goal, else reaching the stage that about a third reaches. */
function outcomeOf(
  log: DraftLog,
  { opening, ends }: Layout,
  facts: readonly StageFacts[],
  names: readonly string[],
): [outcome: (boolean | null)[], words: string] {
  const goal = new Set(ends.goal)
  const meets = log.traces.map(({ units }) => units.some((unit) => goal.has(unit)))
  const share = meets.filter(Boolean).length / Math.max(1, meets.length)
  if (share >= 0.05 && share <= 0.95) {
    const lost = new Set(ends.lost)
    const open = (place: number) => lost.size > 0 && !meets[place] && !(log.traces[place]?.units ?? []).some((unit) => lost.has(unit))
    return [meets.map((met, place) => (open(place) ? null : met)), 'reaches the goal']
  }
  const far = (place: number) => Math.abs((facts[place]?.subjects ?? 0) / Math.max(1, log.traces.length) - 1 / 3)
  const stage = opening
    .map((_, place) => place)
    .slice(1)
    .toSorted((a, b) => far(a) - far(b) || a - b)[0]
  if (stage === undefined) return [meets.map(() => null), '']
  const stageOfUnit = openersOf(opening)
  return [log.traces.map(({ units }) => units.some((unit) => (stageOfUnit.get(unit) ?? -1) >= stage)), `reaches “${names[stage]}”`]
}

function personaParts({ property, values }: DraftPersonas): DraftDocument['personas'] {
  const ids = idsOf(values, 'persona', ['unassigned'])
  return values.map((value, place) => ({ id: ids[place] as string, name: value, property, value }))
}

function ruleOfUnits(log: DraftLog, units: readonly number[]): RuleSpec {
  return ruleOfItems(units.flatMap((unit) => (log.units[unit] as LogUnit).items))
}

function eventsOf(log: DraftLog, units: readonly number[]): DraftEvent[] {
  return units.flatMap((unit) =>
    (log.units[unit] as LogUnit).items.map((item) => ({
      key: item.key,
      text: itemText(item),
      subjects: (log.units[unit] as LogUnit).subjects,
    })),
  )
}

function rejectedOf(log: DraftLog, { rejected }: Layout): ProposedJourney['rejected'] {
  const ordered = [...rejected].toSorted(
    ([a], [b]) =>
      (log.units[b] as LogUnit).subjects - (log.units[a] as LogUnit).subjects ||
      compareText(log.units[a]?.text ?? '', log.units[b]?.text ?? ''),
  )
  return ordered.slice(0, mostRejected).flatMap(([unit, reason]) => eventsOf(log, [unit]).map((event) => ({ event, reason })))
}

function subjectReason({ subjectType, types }: DraftEvidence): string {
  const own = types.find(({ type }) => type === subjectType)
  const others = types.filter(({ type }) => type !== subjectType).slice(0, 3)
  const rest = others.length === 0 ? '' : ` Others: ${others.map(({ type, cases }) => `${type} (${cases})`).join(', ')}.`
  return own === undefined ? '' : `${own.cases} ${subjectType} histories have two events or more.${rest}`
}

function notesOf(
  { oneIn, subjects, namesLeftOut }: DraftEvidence,
  log: DraftLog,
  { ends }: Layout,
  facts: readonly StageFacts[],
  personas: boolean,
): string[] {
  const customers = log.traces.some(({ byCustomer }) => byCustomer.some(Boolean))
  const silent = facts.every(({ silence }) => silence.ms === null)
  return [
    ...(oneIn > 1
      ? [`Read: ${log.traces.length} of ${subjects} subjects, one in ${oneIn} by the hash of its id. Counts here are of those.`]
      : []),
    ...(namesLeftOut > 0 ? [`${namesLeftOut} event names that the fewest subjects have were not looked at.`] : []),
    ...(ends.goal.length === 0
      ? ['No goal is proposed: no event is seen to end journeys well. Say what completes the journey under exit.']
      : []),
    ...(personas ? [] : ['No personas are proposed: no property with few values parts those who get far from those who do not.']),
    ...(customers ? [] : ['No event is marked as the customer’s own, so silence tells nothing and no dropAfter is proposed.']),
    ...(customers && silent ? ['No dropAfter is proposed: after every silence looked at, too many come back or too few were seen.'] : []),
  ]
}
