import { BpmnModdle, type ModdleElement } from 'bpmn-moddle'

/** A made-up person as an engine for BPMN would see them. Times are UTC ms; Infinity: never. */
export interface SimulatedPerson {
  /** What happens to them: names of messages with their times. */
  happens: readonly { name: string; at: number }[]
  /** Values of the names in expressions. */
  facts: Readonly<Record<string, boolean | string | number>>
  /** The first allowed instant at or after an instant. */
  allowedFrom(at: number): number
  /** Whether caps leave room for a message at an instant. */
  hasRoom(message: string, at: number): boolean
}

/** A message that was sent. */
export interface SimulatedSend {
  message: string
  at: number
}

interface Run {
  person: SimulatedPerson
  sends: SimulatedSend[]
  tasks: { name: string; at: number }[]
  /** From here on nothing inside the subprocess happens any more. */
  stopAt: number
}

const dayMs = 86_400_000

/** Reads `P2DT12H` as ms. */
function isoMs(text: string): number {
  const found = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(text)
  if (found === null) throw new Error(`${text} is no duration`)
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = found
  return Number(days) * dayMs + Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1_000
}

function inQuotes(text: string): string {
  const found = /^duration\("([^"]+)"\)$/.exec(text)
  if (found?.[1] === undefined) throw new Error(`${text} is no duration`)
  return found[1]
}

/** The few expressions of FEEL that an export may hold. */
function holds(text: string, facts: SimulatedPerson['facts']): boolean {
  const negated = /^not\((.*)\)$/.exec(text)
  if (negated?.[1] !== undefined) return !holds(negated[1], facts)
  const listed = /^list contains\(\[(.*)\], (\w+)\)$/.exec(text)
  if (listed !== null) return (JSON.parse(`[${listed[1]}]`) as unknown[]).includes(facts[listed[2] ?? ''])
  const equal = /^(\w+) = (".*")$/.exec(text)
  if (equal !== null) return facts[equal[1] ?? ''] === JSON.parse(equal[2] ?? '""')
  const value = facts[text]
  if (typeof value !== 'boolean') throw new Error(`${text} is not told of the person`)
  return value
}

function timeOf(text: string, facts: SimulatedPerson['facts']): number {
  const [, from = '', sign = '', duration = ''] = /^(\w+) ([+-]) (.*)$/.exec(text) ?? []
  const base = facts[from]
  if (typeof base !== 'number') throw new Error(`${text}: ${from} is not told of the person`)
  return base + (sign === '+' ? 1 : -1) * isoMs(inQuotes(duration))
}

const list = (value: unknown): ModdleElement[] => (value ?? []) as ModdleElement[]
const one = (value: unknown): ModdleElement => value as ModdleElement
const bodyOf = (value: unknown): string => String(one(value).body)

function definitionOf(element: ModdleElement): ModdleElement {
  const [definition, ...more] = list(element.eventDefinitions)
  if (definition === undefined || more.length > 0) throw new Error(`${element.id} has not one definition`)
  return definition
}

/** Where a person's flow goes on after an element: the only flow, or of a gateway the only one whose condition holds. */
function nextOf(element: ModdleElement, facts: SimulatedPerson['facts']): ModdleElement {
  const flows = list(element.outgoing)
  const open = flows.length === 1 ? flows : flows.filter(({ conditionExpression }) => holds(bodyOf(conditionExpression), facts))
  if (open.length !== 1) throw new Error(`${element.id} goes on in ${open.length} ways`)
  return one(open[0]?.targetRef)
}

/** Follows a flow from an element at an instant until it ends; gives the instant of its end. */
function follow(start: ModdleElement, at: number, run: Run): number {
  let element = start
  let now = at
  for (;;) {
    if (now >= run.stopAt) return run.stopAt
    if (element.$type === 'bpmn:EndEvent') return now
    now = arrive(element, now, run)
    if (now >= run.stopAt) return run.stopAt
    element = nextOf(element, factsAt(element, now, run))
  }
}

/** Whether there is room is asked of the message that would come next. */
function factsAt(element: ModdleElement, now: number, { person }: Run): SimulatedPerson['facts'] {
  const send = list(element.outgoing)
    .map(({ targetRef }) => one(targetRef))
    .find(({ $type }) => $type === 'bpmn:SendTask')
  if (send === undefined) return person.facts
  return { ...person.facts, roomForOne: person.hasRoom(String(one(send.messageRef).name), now) }
}

/** What happens at an element; the instant at which it is done. */
function arrive(element: ModdleElement, now: number, run: Run): number {
  switch (element.$type) {
    case 'bpmn:StartEvent':
    case 'bpmn:ExclusiveGateway':
      return now
    case 'bpmn:IntermediateCatchEvent':
      return caught(definitionOf(element), now, run.person)
    case 'bpmn:SendTask':
      run.sends.push({ message: String(one(element.messageRef).name), at: now })
      return now
    case 'bpmn:UserTask':
      run.tasks.push({ name: String(element.name), at: now })
      return now
    case 'bpmn:SubProcess':
      return inside(element, now, run)
    default:
      throw new Error(`${element.$type} is not known`)
  }
}

function caught(definition: ModdleElement, now: number, person: SimulatedPerson): number {
  if (definition.$type === 'bpmn:ConditionalEventDefinition') {
    if (bodyOf(definition.condition) !== 'allowedNow') throw new Error(`${bodyOf(definition.condition)} is not known`)
    return person.allowedFrom(now)
  }
  if (definition.timeDate !== undefined) return Math.max(now, timeOf(bodyOf(definition.timeDate), person.facts))
  return now + isoMs(inQuotes(bodyOf(definition.timeDuration)))
}

/** A subprocess until it ends, or until an event on its edge interrupts it; from there the flow of that event is followed instead. */
function inside(subprocess: ModdleElement, now: number, run: Run): number {
  const edges = list(one(subprocess.$parent).flowElements).filter(
    ({ $type, attachedToRef }) => $type === 'bpmn:BoundaryEvent' && attachedToRef === subprocess,
  )
  const met = edges
    .map((edge) => {
      const name = String(one(definitionOf(edge).messageRef).name)
      const times = run.person.happens.filter((happening) => happening.name === name && happening.at >= now).map(({ at }) => at)
      return { edge, at: Math.min(...times) }
    })
    .filter(({ at }) => at < Number.POSITIVE_INFINITY)
  const stopAt = Math.min(...met.filter(({ edge }) => edge.cancelActivity !== false).map(({ at }) => at))
  const start = list(subprocess.flowElements).find(({ $type }) => $type === 'bpmn:StartEvent')
  const end = follow(one(start), now, { ...run, stopAt })
  for (const { edge, at } of met) {
    if (edge.cancelActivity === false && at < end) follow(nextOf(edge, run.person.facts), at, { ...run, stopAt: Number.POSITIVE_INFINITY })
  }
  if (end < stopAt) return end
  run.stopAt = stopAt
  return stopAt
}

/** Runs every process of a BPMN text for a person, in simulated time; what was sent and which tasks were made, by time. */
export async function runBpmn(
  xml: string,
  person: SimulatedPerson,
): Promise<{ sends: SimulatedSend[]; tasks: { name: string; at: number }[] }> {
  const { rootElement } = await new BpmnModdle().fromXML(xml)
  const run: Run = { person, sends: [], tasks: [], stopAt: Number.POSITIVE_INFINITY }
  for (const root of list(rootElement.rootElements).filter(({ $type }) => $type === 'bpmn:Process')) {
    const start = one(list(root.flowElements).find(({ $type }) => $type === 'bpmn:StartEvent'))
    const definition = definitionOf(start)
    const name = definition.messageRef === undefined ? `when ${bodyOf(definition.condition)}` : String(one(definition.messageRef).name)
    for (const { at } of person.happens.filter((happening) => happening.name === name)) {
      follow(start, at, { ...run, stopAt: Number.POSITIVE_INFINITY })
    }
  }
  const byTime = (a: { at: number }, b: { at: number }) => a.at - b.at
  return { sends: run.sends.sort(byTime), tasks: run.tasks.sort(byTime) }
}
