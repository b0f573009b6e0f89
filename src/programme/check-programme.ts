import type { Journey } from '../model/journey.ts'
import type { Programme } from '../model/programme.ts'
import type { ProgrammeFinding } from '../model/programme-finding.ts'
import { checkMessageLiquid } from './check-liquid.ts'
import { checkLoops } from './check-loops.ts'
import { checkNames } from './check-names.ts'
import { checkQuestions } from './check-questions.ts'
import { checkReach } from './check-reach.ts'
import { checkCaps, checkLeave } from './check-sending.ts'
import type { ProgrammeFacts } from './programme-facts.ts'

const order = { error: 0, caution: 1, gap: 2 } as const

/** What is wrong or missing in a programme beside its journey and the data (rules R1 to R6): errors first, then cautions, then gaps. */
export function checkProgramme(programme: Programme, journey: Journey, facts: ProgrammeFacts): ProgrammeFinding[] {
  return [
    ...checkLeave(programme),
    ...checkReach(programme, journey, facts),
    ...checkLoops(programme, journey),
    ...checkCaps(programme, journey, facts),
    ...checkNames(programme, facts),
    ...checkMessageLiquid(programme),
    ...checkQuestions(programme, journey),
  ].toSorted((a, b) => order[a.severity] - order[b.severity])
}
