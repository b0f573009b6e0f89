import type { ModdleElement } from 'bpmn-moddle'
import type { Box, BpmnCanvas, Drawn, Scope } from './bpmn-canvas.ts'
import { bottomOf, expression, leftOf, rightOf, topOf } from './bpmn-canvas.ts'
import type { FlowGate, FlowPlan, FlowStep, FlowStop } from './flow-plan.ts'

/** A flow as a BPMN process with the pool that it is drawn in. */
export interface BpmnFlow {
  process: ModdleElement
  box: Box
}

/** Sizes of the drawing: what stands on a line, and how far apart. */
const size = { event: 36, gateway: 50, task: { width: 120, height: 80 }, gap: 60, label: 30, gate: 160 }
const heights = { main: 110, inner: 250, below: 120 }

/** Where the next thing on a line goes. */
interface Line {
  x: number
  /** The line that everything is centred on. */
  y: number
}

/** Draws one flow from `top` down: start, gates, the messages inside a subprocess that leaving ends, and what else may happen. */
export function bpmnFlow(canvas: BpmnCanvas, plan: FlowPlan, id: string, top: number): BpmnFlow {
  const documentation = [canvas.create('bpmn:Documentation', { text: plan.about })]
  const root = canvas.create('bpmn:Process', { id, name: plan.name, isExecutable: false, documentation })
  const scope = canvas.scope(root)
  const line: Line = { x: 160 + size.label + size.gap, y: top + 40 + heights.inner / 2 }
  let last: Link = { drawn: startOf(canvas, scope, plan, id, line), flow: {} }
  plan.gates.forEach((gate, index) => {
    last = addGate(canvas, scope, gate, `${id}_gate_${index + 1}`, line, last)
  })
  const inner = addMessages(canvas, scope, plan, id, line)
  canvas.connect(scope, last.drawn, inner, last.flow)
  const end = event(canvas, scope, 'bpmn:EndEvent', `${id}_end`, line, { name: 'All messages sent' })
  canvas.connect(scope, inner, end, {})
  plan.stops.forEach((stop, index) => {
    addStop(canvas, scope, stop, `${id}_stop_${index + 1}`, inner, index)
  })
  root.flowElements = scope.elements
  return {
    process: root,
    box: { x: 160, y: top, width: line.x - 160, height: 40 + heights.inner + (plan.stops.length > 0 ? heights.below : 0) + 40 },
  }
}

/** What the next element is reached from, with the words and the condition of the flow to it. */
interface Link {
  drawn: Drawn
  flow: { name?: string; condition?: string }
}

function event(canvas: BpmnCanvas, scope: Scope, type: string, id: string, line: Line, properties: object): Drawn {
  const box = { x: line.x, y: line.y - size.event / 2, width: size.event, height: size.event }
  line.x += size.event + size.gap
  return canvas.add(scope, type, id, box, properties)
}

function gateway(canvas: BpmnCanvas, scope: Scope, id: string, line: Line, name: string | undefined): Drawn {
  const box = { x: line.x, y: line.y - size.gateway / 2, width: size.gateway, height: size.gateway }
  line.x += size.gateway + size.gap
  return canvas.add(scope, 'bpmn:ExclusiveGateway', id, box, { name })
}

function messageDefinition(canvas: BpmnCanvas, id: string, name: string): ModdleElement {
  return canvas.create('bpmn:MessageEventDefinition', { id: `${id}_on`, messageRef: canvas.message(name) })
}

function startOf(canvas: BpmnCanvas, scope: Scope, { start }: FlowPlan, id: string, line: Line): Drawn {
  const definition =
    start.kind === 'message'
      ? messageDefinition(canvas, `${id}_start`, start.text)
      : canvas.create('bpmn:ConditionalEventDefinition', { id: `${id}_start_when`, condition: expression(canvas.create, start.text) })
  return event(canvas, scope, 'bpmn:StartEvent', `${id}_start`, line, { name: start.name, eventDefinitions: [definition] })
}

/** A gate and, below it, where those end who do not meet it. */
function addGate(canvas: BpmnCanvas, scope: Scope, gate: FlowGate, id: string, line: Line, from: Link): Link {
  const drawn = gateway(canvas, scope, id, line, gate.name)
  canvas.connect(scope, from.drawn, drawn, from.flow)
  const middle = bottomOf(drawn.box)
  const box = { x: middle.x - size.event / 2, y: line.y + heights.main, width: size.event, height: size.event }
  const end = canvas.add(scope, 'bpmn:EndEvent', `${id}_end`, box, { name: gate.otherwise })
  canvas.connect(scope, drawn, end, { name: 'no', condition: `not(${gate.expression})` }, [middle, topOf(box)])
  line.x += size.gate - size.gateway
  return { drawn, flow: { name: 'yes', condition: gate.expression } }
}

/** The subprocess of the messages, with its own start and end. */
function addMessages(canvas: BpmnCanvas, scope: Scope, plan: FlowPlan, id: string, line: Line): Drawn {
  const { x } = line
  const box = { x, y: line.y - heights.inner / 2, width: 0, height: heights.inner }
  // Drawn first, so that what stands in it is drawn above it; as wide as it needs to be once that is known.
  const drawn = canvas.add(scope, 'bpmn:SubProcess', `${id}_messages`, box, { name: `Messages: ${plan.name}` })
  const inside = canvas.scope(drawn.element)
  const within: Line = { x: x + size.gap, y: line.y - 20 }
  let last: Link = { drawn: event(canvas, inside, 'bpmn:StartEvent', `${id}_messages_start`, within, { name: 'Begins' }), flow: {} }
  plan.steps.forEach((step, index) => {
    last = addStep(canvas, inside, step, plan.limited, `${id}_message_${index + 1}`, within, last)
  })
  const end = event(canvas, inside, 'bpmn:EndEvent', `${id}_messages_end`, within, { name: 'Done' })
  canvas.connect(inside, last.drawn, end, last.flow)
  drawn.element.flowElements = inside.elements
  const least = size.gap + plan.stops.length * size.gate
  box.width = Math.max(within.x - x, least)
  canvas.resize(drawn)
  line.x = x + box.width + size.gap
  return drawn
}

/** The wait until a message is due, then until it is allowed, whether there is room for it, and the message. */
function addStep(canvas: BpmnCanvas, scope: Scope, step: FlowStep, limited: boolean, id: string, line: Line, from: Link): Link {
  let last = from
  const reach = (drawn: Drawn): void => {
    canvas.connect(scope, last.drawn, drawn, last.flow)
    last = { drawn, flow: {} }
  }
  if (step.wait !== null) {
    const wait = expression(canvas.create, step.wait.kind === 'until' ? step.wait.text : `duration("${step.wait.text}")`)
    const timer = canvas.create('bpmn:TimerEventDefinition', {
      id: `${id}_due_at`,
      [step.wait.kind === 'until' ? 'timeDate' : 'timeDuration']: wait,
    })
    reach(event(canvas, scope, 'bpmn:IntermediateCatchEvent', `${id}_due`, line, { name: step.due, eventDefinitions: [timer] }))
  }
  if (!limited) {
    reach(sendTask(canvas, scope, step, id, line))
    return last
  }
  const allowed = canvas.create('bpmn:ConditionalEventDefinition', {
    id: `${id}_allowed_when`,
    condition: expression(canvas.create, 'allowedNow'),
  })
  reach(event(canvas, scope, 'bpmn:IntermediateCatchEvent', `${id}_allowed`, line, { name: 'Allowed moment', eventDefinitions: [allowed] }))
  const asked = gateway(canvas, scope, `${id}_room`, line, 'Room for one more?')
  reach(asked)
  last = { drawn: asked, flow: { name: 'yes', condition: 'roomForOne' } }
  reach(sendTask(canvas, scope, step, id, line))
  const joined = gateway(canvas, scope, `${id}_on`, line, undefined)
  reach(joined)
  const low = line.y + 70
  const [a, b] = [bottomOf(asked.box), bottomOf(joined.box)]
  canvas.connect(scope, asked, joined, { name: 'no', condition: 'not(roomForOne)' }, [a, { x: a.x, y: low }, { x: b.x, y: low }, b])
  return last
}

function sendTask(canvas: BpmnCanvas, scope: Scope, { message, name }: FlowStep, id: string, line: Line): Drawn {
  const box = { x: line.x, y: line.y - size.task.height / 2, ...size.task }
  line.x += size.task.width + size.gap
  return canvas.add(scope, 'bpmn:SendTask', `${id}_send`, box, { name, messageRef: canvas.message(message) })
}

/** What may happen during the messages: on the edge of the subprocess, with its end or its task below. */
function addStop(canvas: BpmnCanvas, scope: Scope, stop: FlowStop, id: string, inner: Drawn, index: number): void {
  const centre = inner.box.x + size.gap + index * size.gate + size.event / 2
  const edge = inner.box.y + inner.box.height
  const box = { x: centre - size.event / 2, y: edge - size.event / 2, width: size.event, height: size.event }
  const eventDefinitions = [messageDefinition(canvas, id, stop.event)]
  const caught = canvas.add(scope, 'bpmn:BoundaryEvent', id, box, {
    name: stop.name,
    attachedToRef: inner.element,
    cancelActivity: stop.ends,
    eventDefinitions,
  })
  if (stop.task === null) {
    const below = { x: box.x, y: edge + 65, width: size.event, height: size.event }
    const end = canvas.add(scope, 'bpmn:EndEvent', `${id}_end`, below, { name: 'Stopped' })
    canvas.connect(scope, caught, end, {}, [bottomOf(box), topOf(below)])
    return
  }
  const below = { x: centre - size.task.width / 2, y: edge + 50, ...size.task }
  const task = canvas.add(scope, 'bpmn:UserTask', `${id}_task`, below, { name: stop.task })
  canvas.connect(scope, caught, task, {}, [bottomOf(box), topOf(below)])
  const after = {
    x: below.x + below.width + size.gap,
    y: below.y + below.height / 2 - size.event / 2,
    width: size.event,
    height: size.event,
  }
  const end = canvas.add(scope, 'bpmn:EndEvent', `${id}_end`, after, { name: 'Told' })
  canvas.connect(scope, task, end, {}, [rightOf(below), leftOf(after)])
}
