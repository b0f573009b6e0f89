import { mermaidLabel } from '../../mermaid-label.ts'
import type { FlowPlan } from './flow-plan.ts'

/** The flows as a Mermaid flowchart, a group each. */
export function mermaidText(plans: readonly FlowPlan[]): string {
  return `flowchart LR\n${plans.map((plan, index) => group(plan, `f${index + 1}`)).join('')}`
}

function group(plan: FlowPlan, id: string): string {
  const lines = [`${id}_start([${mermaidLabel(plan.start.name)}])`]
  let last = `${id}_start`
  let words = ''
  const reach = (node: string, shape: string): void => {
    lines.push(`${last} -->${words === '' ? '' : `|${mermaidLabel(words)}|`} ${node}${shape}`)
    last = node
    words = ''
  }
  plan.gates.forEach((gate, index) => {
    reach(`${id}_g${index + 1}`, `{${mermaidLabel(gate.name)}}`)
    lines.push(`${last} -->|"no"| ${id}_g${index + 1}_end([${mermaidLabel(gate.otherwise)}])`)
    words = 'yes'
  })
  plan.steps.forEach((step, index) => {
    reach(`${id}_m${index + 1}`, `[${mermaidLabel(`${step.due}: ${step.name}`)}]`)
  })
  reach(`${id}_end`, '(["All sent"])')
  plan.stops.forEach((stop, index) => {
    const then = stop.ends ? 'stops everything' : (stop.task ?? '')
    lines.push(`${id}_x${index + 1}>${mermaidLabel(stop.name)}] -.-> ${id}_x${index + 1}_then([${mermaidLabel(then)}])`)
  })
  return `  subgraph ${id}[${mermaidLabel(plan.name)}]\n${lines.map((line) => `    ${line}\n`).join('')}  end\n`
}
