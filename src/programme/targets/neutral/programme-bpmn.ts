import { newCanvas } from './bpmn-canvas.ts'
import { bpmnFlow } from './bpmn-flow.ts'
import { type FlowPlan, flowNames } from './flow-plan.ts'

/** Room between two pools. */
const between = 40

/** The flows of a programme as BPMN 2.0 with its drawing: a pool each, one below the other. */
export async function programmeBpmn(name: string, plans: readonly FlowPlan[]): Promise<string> {
  const canvas = await newCanvas()
  let top = 80
  const flows = plans.map((plan, index) => {
    const flow = bpmnFlow(canvas, plan, `flow${index + 1}`, top)
    top += flow.box.height + between
    return { plan, ...flow }
  })
  const participants = flows.map(({ plan, process, box }, index) => {
    const participant = canvas.create('bpmn:Participant', { id: `pool${index + 1}`, name: plan.name, processRef: process })
    canvas.draw(participant, box, { isHorizontal: true })
    return participant
  })
  const words = flowNames.map(([word, meaning]) => `${word}: ${meaning}.`).join('\n')
  const documentation = [canvas.create('bpmn:Documentation', { text: `${name}\nNames in expressions:\n${words}` })]
  const collaboration = canvas.create('bpmn:Collaboration', { id: 'programme', participants, documentation })
  const processes = flows.map(({ process }) => process)
  return canvas.xml([collaboration, ...processes], collaboration)
}
