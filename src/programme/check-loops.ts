import type { Journey } from '../model/journey.ts'
import type { Programme } from '../model/programme.ts'
import type { ProgrammeFinding } from '../model/programme-finding.ts'
import { messagesOf, type PlacedMessage } from '../model/programme-messages.ts'
import { type EventMatch, type Rule, triggersOf } from '../model/rule.ts'

/** A message that an event sets off, and the rule that waits for it. */
interface Triggered {
  id: string
  path: string
  leadsTo: string
  rule: Rule
}

/** Messages that set themselves off, directly or over others, and a return where nobody can come back (rule R5). */
export function checkLoops(programme: Programme, journey: Journey): ProgrammeFinding[] {
  const triggered = messagesOf(programme).flatMap(triggeredOf)
  return [...returns(programme, journey), ...triggered.flatMap(ownMail), ...circles(triggered)]
}

function returns({ friction }: Programme, { stages }: Journey): ProgrammeFinding[] {
  return friction.flatMap(({ stage: id, signal }, i): ProgrammeFinding[] => {
    const stage = stages.find((one) => one.id === id)
    if (signal.kind !== 'returned' || stage === undefined || stage.entry === null || stage.reentry.kind !== 'none') return []
    return [
      {
        kind: 'unreachable',
        severity: 'error',
        where: `friction[${i}].signal`,
        text: `Nobody returns to "${stage.name}": the stage has no re-entry rule (rule V2).`,
        wayOut: 'Give the stage a re-entry rule in the journey, or take another signal.',
      },
    ]
  })
}

function triggeredOf(placed: PlacedMessage): Triggered[] {
  const { id, leadsTo } = placed.message
  if (placed.kind === 'transactional') return [{ id, leadsTo, path: `${placed.path}.when`, rule: placed.message.rule }]
  if (placed.kind === 'sequence' || placed.message.signal.kind !== 'event') return []
  return [{ id, leadsTo, path: `${placed.path}.signal`, rule: placed.message.signal.rule }]
}

/** A rule that mail itself meets: each message would bring the next. */
function ownMail({ id, path, rule }: Triggered): ProgrammeFinding[] {
  const mail = triggersOf(rule).find(
    ({ channels, touchpoints }) => touchpoints.length === 0 && channels.some((channel) => /^e-?mail/i.test(channel)),
  )
  if (mail === undefined) return []
  return [
    loop(
      path,
      `Message "${id}" waits for events of the channel ${mail.channels.join(' or ')}, and is one itself: it may set itself off.`,
      'Name the touchpoint or the event that is meant.',
    ),
  ]
}

/** Ways from a message over the touchpoint that it leads to back to itself, each told once, at the message that stands first. */
function circles(all: readonly Triggered[]): ProgrammeFinding[] {
  return all.flatMap((first, position) => {
    const way = wayBack(first, all.slice(position), [])
    if (way === null) return []
    const [only, ...others] = way
    if (only === undefined) return []
    const text =
      others.length === 0
        ? `Message "${first.id}" leads to ${first.leadsTo}, and what people do there sets it off again.`
        : `Messages set each other off in a circle: ${[...way, first].map(({ id, leadsTo }) => `"${id}" leads to ${leadsTo}`).join(', ')}.`
    return [loop(first.path, text, 'Lead to another touchpoint, or wait for an event that does not happen there.')]
  })
}

/** The messages from one back to itself over those given, each at most once; null: there is no such way. */
function wayBack(first: Triggered, all: readonly Triggered[], passed: readonly Triggered[]): Triggered[] | null {
  const now = passed.at(-1) ?? first
  if (causes(now, first)) return passed.length === 0 ? [first] : [first, ...passed]
  for (const next of all) {
    if (next === first || passed.includes(next) || !causes(now, next)) continue
    const way = wayBack(first, all, [...passed, next])
    if (way !== null) return way
  }
  return null
}

function causes({ leadsTo }: Triggered, { rule }: Triggered): boolean {
  return leadsTo !== '' && triggersOf(rule).some((match) => happensAt(match, leadsTo))
}

/** Whether what people do at a touchpoint can meet a match: it names the touchpoint, or an event called like it. */
function happensAt({ names, touchpoints }: EventMatch, touchpoint: string): boolean {
  return touchpoints.includes(touchpoint) || (touchpoints.length === 0 && names.includes(touchpoint))
}

function loop(where: string, text: string, wayOut: string): ProgrammeFinding {
  return { kind: 'loop', severity: 'error', where, text, wayOut }
}
