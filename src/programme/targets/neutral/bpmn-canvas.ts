import type { ModdleElement } from 'bpmn-moddle'

/** A place and size on the drawing, in its own units. */
export interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** An element with the box it is drawn in. */
export interface Drawn {
  element: ModdleElement
  box: Box
}

/** What holds elements: a process or a subprocess. */
export interface Scope {
  element: ModdleElement
  elements: ModdleElement[]
}

/** Makes BPMN elements together with how they are drawn. */
export interface BpmnCanvas {
  create(type: string, properties: object): ModdleElement
  scope(element: ModdleElement): Scope
  add(scope: Scope, type: string, id: string, box: Box, properties: object): Drawn
  /** A sequence flow drawn along `points`, else straight from right to left. */
  connect(scope: Scope, from: Drawn, to: Drawn, properties: { name?: string; condition?: string }, points?: readonly Point[]): void
  draw(element: ModdleElement, box: Box, properties?: object): void
  /** Draws an element again in the size that its box has by now. */
  resize(drawn: Drawn): void
  /** The message of a name: one, however many elements name it. */
  message(name: string): ModdleElement
  /** Everything as BPMN 2.0 XML, the messages first. */
  xml(roots: readonly ModdleElement[], drawnOf: ModdleElement): Promise<string>
}

export interface Point {
  x: number
  y: number
}

/** The language of every expression. */
const feel = 'https://www.omg.org/spec/DMN/20191111/FEEL/'

/** A canvas with nothing on it. */
export async function newCanvas(): Promise<BpmnCanvas> {
  const { BpmnModdle } = await import('bpmn-moddle')
  const moddle = new BpmnModdle()
  const shapes: ModdleElement[] = []
  const messages = new Map<string, ModdleElement>()
  let flows = 0
  const create: BpmnCanvas['create'] = (type, properties) => moddle.create(type, properties)
  const draw: BpmnCanvas['draw'] = (element, box, properties = {}) => {
    shapes.push(
      create('bpmndi:BPMNShape', { id: `${element.id}_di`, bpmnElement: element, bounds: create('dc:Bounds', box), ...properties }),
    )
  }
  return {
    create,
    draw,
    resize: ({ element, box }) => {
      const shape = shapes.find(({ bpmnElement }) => bpmnElement === element)
      if (shape !== undefined) shape.bounds = create('dc:Bounds', box)
    },
    scope: (element) => ({ element, elements: [] }),
    add: (scope, type, id, box, properties) => {
      const element = create(type, { id, ...properties })
      scope.elements.push(element)
      const words = labelBox(type, box)
      const label = words === null ? undefined : create('bpmndi:BPMNLabel', { bounds: create('dc:Bounds', words) })
      draw(element, box, type === 'bpmn:SubProcess' ? { isExpanded: true } : { label })
      return { element, box }
    },
    connect: (scope, from, to, { name, condition }, points) => {
      flows += 1
      const conditionExpression = condition === undefined ? undefined : expression(create, condition)
      const flow = create('bpmn:SequenceFlow', {
        id: `flow_${flows}`,
        name,
        sourceRef: from.element,
        targetRef: to.element,
        conditionExpression,
      })
      scope.elements.push(flow)
      listed(from.element, 'outgoing').push(flow)
      listed(to.element, 'incoming').push(flow)
      const waypoint = (points ?? [rightOf(from.box), leftOf(to.box)]).map((point) => create('dc:Point', point))
      shapes.push(create('bpmndi:BPMNEdge', { id: `flow_${flows}_di`, bpmnElement: flow, waypoint }))
    },
    message: (name) => {
      const known = messages.get(name) ?? create('bpmn:Message', { id: `message_${messages.size + 1}`, name })
      messages.set(name, known)
      return known
    },
    xml: async (roots, drawnOf) => {
      const plane = create('bpmndi:BPMNPlane', { id: 'plane', bpmnElement: drawnOf, planeElement: shapes })
      const diagrams = [create('bpmndi:BPMNDiagram', { id: 'diagram', plane })]
      const definitions = {
        id: 'definitions',
        targetNamespace: 'https://desirepath.dev/programme',
        rootElements: [...messages.values(), ...roots],
        diagrams,
      }
      return (await moddle.toXML(create('bpmn:Definitions', definitions), { format: true })).xml
    },
  }
}

/** Where the words of an element stand so that no flow crosses them; null: where tools put them. */
function labelBox(type: string, { x, y, width, height }: Box): Box | null {
  if (type === 'bpmn:ExclusiveGateway') return { x: x + width / 2 - 60, y: y - 34, width: 120, height: 28 }
  return type === 'bpmn:BoundaryEvent' ? { x: x + width + 4, y: y + height - 12, width: 100, height: 28 } : null
}

/** A FEEL expression as an element. */
export function expression(create: BpmnCanvas['create'], body: string): ModdleElement {
  return create('bpmn:FormalExpression', { body, language: feel })
}

function listed(element: ModdleElement, property: 'incoming' | 'outgoing'): ModdleElement[] {
  const list = (element[property] ?? []) as ModdleElement[]
  element[property] = list
  return list
}

export function rightOf({ x, y, width, height }: Box): Point {
  return { x: x + width, y: y + height / 2 }
}

export function leftOf({ x, y, height }: Box): Point {
  return { x, y: y + height / 2 }
}

export function bottomOf({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height }
}

export function topOf({ x, y, width }: Box): Point {
  return { x: x + width / 2, y }
}
