import type { Programme } from '../../../model/programme.ts'
import type { FieldTest } from '../field-test.ts'
import type { Flow } from '../flow.ts'
import { stableUuid } from '../stable-uuid.ts'

/** Stands in every file where the id of the workspace goes. */
export const workspaceId = 'WORKSPACE_ID'

interface TraitNode {
  type: 'Trait'
  id: string
  path: string
  operator: { type: 'Equals' | 'NotEquals'; value: string }
}

/** A segment as Dittofeed takes it: those of whom all (And) or some (Or) tests of traits hold. */
export interface DittofeedSegment {
  workspaceId: string
  id: string
  name: string
  definition: { entryNode: { type: 'And' | 'Or'; id: string; children: string[] }; nodes: TraitNode[] }
}

/** Those who are in a flow: all its fields hold. */
export function insideSegment(programme: Programme, flow: Flow): DittofeedSegment {
  return segment(programme, flow, 'And', 'Equals')
}

/** Those who have left a flow: some field of it holds no more. */
export function outsideSegment(programme: Programme, flow: Flow): DittofeedSegment {
  return segment(programme, flow, 'Or', 'NotEquals')
}

function segment(programme: Programme, flow: Flow, type: 'And' | 'Or', operator: 'Equals' | 'NotEquals'): DittofeedSegment {
  const side = type === 'And' ? 'in' : 'out of'
  const nodes = flow.tests.map((test, index) => trait(test, operator, `test-${index + 1}`))
  return {
    workspaceId,
    id: stableUuid(programme.id, flow.id, side),
    name: `${side} ${flow.name}`,
    definition: { entryNode: { type, id: 'all', children: nodes.map(({ id }) => id) }, nodes },
  }
}

function trait({ field, value }: FieldTest, type: 'Equals' | 'NotEquals', id: string): TraitNode {
  return { type: 'Trait', id, path: field, operator: { type, value } }
}
