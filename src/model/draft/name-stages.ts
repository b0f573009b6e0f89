import { type LifecyclePhase, lifecyclePhases } from '../journey.ts'
import type { LogUnit } from './draft-log.ts'

/** Words that point at a phase. The first phase that a name meets counts. */
const phaseWords: readonly [LifecyclePhase, RegExp][] = [
  [
    'advocacy',
    /\b(refer(ral|ence|red)?|review(s|ed)? (published|written|left)|recommend(ed|ation)?|advoca(te|cy)|testimonial|case study published)\b/i,
  ],
  [
    'retention',
    /\b(renew(al|ed)?|go.?live|support|resolv(ed|e)|retain(ed)?|loyal(ty)?|repeat|release[d]?|discharged?|after.?sales|penalty)\b/i,
  ],
  ['growth', /\b(upgrad(ed|e)|upsell|expan(sion|ded)|cross.?sell|usage|active|in charge|wait(ing)?|admission)\b/i],
  [
    'onboarding',
    /\b(sign(ed)?|contract|onboard(ing|ed)?|set.?up|import|kick.?off|activat(ed|ion)|registered|registration|welcome|training|created?|insert(ed)?|assign(ed)?)\b/i,
  ],
  [
    'acquisition',
    /\b(demo|trial|pricing|quote|proposal|offer|lead|opportunity|engag(ed|ing)|qualif(ied|ication)|negotiat(ion|ing)|request(ed)?|evaluation|product tour|comparison|feature|cart|checkout|application|applied|interview|appointment|meeting)\b/i,
  ],
  [
    'awareness',
    /\b(ad|article|post|blog|webinar|visit(ed)?|page viewed|viewed|clicked|impression|newsletter|subscribed|search(ed)?|read|session)\b/i,
  ],
]

/** A phase for each stage, by words in its opening events, else by its place; never earlier than the phase before. */
export function phasesOf(stages: readonly (readonly LogUnit[])[]): { phase: LifecyclePhase; byWord: string | null }[] {
  let least = 0
  return stages.map((units, place) => {
    const found = wordIn(units)
    const rank = found === null ? placeRank(place, stages.length) : lifecyclePhases.indexOf(found.phase)
    const byWord = found !== null && rank >= least ? found.word : null
    least = Math.max(least, rank)
    return { phase: lifecyclePhases[least] as LifecyclePhase, byWord }
  })
}

function wordIn(units: readonly LogUnit[]): { phase: LifecyclePhase; word: string } | null {
  for (const { text } of units) {
    for (const [phase, words] of phaseWords) {
      const word = words.exec(text)?.[0]
      if (word !== undefined) return { phase, word }
    }
  }
  return null
}

/** Spread over the phases from acquisition on: what a log holds has begun. */
function placeRank(place: number, stages: number): number {
  const [first, last] = [1, 4]
  return stages === 1 ? first : Math.round(first + ((last - first) * place) / (stages - 1))
}

/** A name for each stage: that of its first opening event; that of its phase where several events open it and no other stage has that phase. */
export function stageNames(stages: readonly (readonly LogUnit[])[], phases: readonly LifecyclePhase[]): string[] {
  const used = new Map<string, number>()
  return stages.map((units, place) => {
    const phase = phases[place] ?? 'acquisition'
    const isOwn = phases.filter((other) => other === phase).length === 1
    const text = units.length > 2 && isOwn ? phase.charAt(0).toUpperCase() + phase.slice(1) : nameOf(units[0])
    const times = (used.get(text) ?? 0) + 1
    used.set(text, times)
    return times === 1 ? text : `${text} ${times}`
  })
}

function nameOf(unit: LogUnit | undefined): string {
  const item = unit?.items.length === 1 ? unit.items[0] : undefined
  return item?.touchpoint ?? item?.property?.value ?? unit?.text ?? 'Stage'
}

/** Ids made of names: letters, digits and dashes; each once, none of the reserved. */
export function idsOf(names: readonly string[], otherwise: string, reserved: readonly string[] = []): string[] {
  const used = new Set(reserved)
  return names.map((name, place) => {
    const plain = name
      .normalize('NFKD')
      .replaceAll(/[\u0300-\u036f]/g, '')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 50)
      .replace(/-+$/, '')
    const base = plain === '' ? `${otherwise}-${place + 1}` : plain
    let id = base
    for (let n = 2; used.has(id); n++) id = `${base}-${n}`
    used.add(id)
    return id
  })
}
