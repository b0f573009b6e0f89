import type { Journey } from '../model/journey.ts'
import { nearText } from '../model/near-match.ts'
import type { Programme } from '../model/programme.ts'
import type { ProgrammeFinding } from '../model/programme-finding.ts'
import { messagesOf, type PlacedMessage, sameQuestion } from '../model/programme-messages.ts'
import { contentPlan } from './content-plan.ts'

/** Two messages to one person with one question, questions that nothing answers, and those that the map does not have (rule R4). */
export function checkQuestions(programme: Programme, journey: Journey): ProgrammeFinding[] {
  return [...repeated(messagesOf(programme)), ...unknown(programme, journey), ...unanswered(programme, journey), ...unwritten(programme)]
}

function repeated(messages: readonly PlacedMessage[]): ProgrammeFinding[] {
  return messages.flatMap((placed, i): ProgrammeFinding[] => {
    const { question, language } = placed.message
    if (question === null) return []
    const before = messages.slice(0, i).find((other) => {
      const same = other.message.question !== null && sameQuestion(other.message.question) === sameQuestion(question)
      return same && other.message.language === language && mayMeetOne(other, placed)
    })
    if (before === undefined) return []
    return [
      {
        kind: 'repeatedQuestion',
        severity: 'caution',
        where: `${placed.path}.question`,
        text: `"${placed.message.id}" and "${before.message.id}" answer one question: ${JSON.stringify(question)}.`,
        wayOut: 'Give one of them another question, or take it out (rule R4).',
      },
    ]
  })
}

/** Whether one person may get both: sequences of one stage for different personas never go to the same. */
function mayMeetOne(a: PlacedMessage, b: PlacedMessage): boolean {
  if (a.kind !== 'sequence' || b.kind !== 'sequence' || a.sequence === b.sequence) return true
  const [one, other] = [a.sequence.persona, b.sequence.persona]
  if (one !== null && other !== null) return one === other
  // The sequence without a persona is for those who have none of their own in that stage.
  return a.sequence.stage !== b.sequence.stage
}

function unknown(programme: Programme, journey: Journey): ProgrammeFinding[] {
  const known = journey.stages.flatMap(({ lanes }) => [...lanes.questions, ...lanes.concerns])
  if (known.length === 0) return []
  const words = new Set(known.map(sameQuestion))
  const asked = [
    ...messagesOf(programme).map(({ path, message }) => ({ where: `${path}.question`, question: message.question })),
    ...programme.assets.map(({ question }, i) => ({ where: `assets[${i}].question`, question })),
  ]
  return asked.flatMap(({ where, question }): ProgrammeFinding[] => {
    if (question === null || words.has(sameQuestion(question))) return []
    return [
      {
        kind: 'unknownName',
        severity: 'caution',
        where,
        text: `${JSON.stringify(question)} is no question or concern on the map.${nearText(question, known)}`,
        wayOut: 'Write it as the map does, or add it to its stage there.',
      },
    ]
  })
}

function unanswered(programme: Programme, journey: Journey): ProgrammeFinding[] {
  return contentPlan(programme, journey)
    .rows.filter(({ answers }) => answers === 0)
    .map(({ stage, stageName, question, kind }) => ({
      kind: 'unanswered',
      severity: 'gap',
      where: `stages ${stage}`,
      text: `No message and no asset answers the ${kind} ${JSON.stringify(question)} of "${stageName}".`,
      wayOut: 'Write a message or add an asset with this question.',
    }))
}

function unwritten(programme: Programme): ProgrammeFinding[] {
  const bare = messagesOf(programme).filter(({ message }) => message.body === '')
  const [first] = bare
  if (first === undefined) return []
  const some = bare.slice(0, 5).map(({ message }) => message.id)
  const more = bare.length > some.length ? ` and ${bare.length - some.length} more` : ''
  const text = `${bare.length === 1 ? 'One message has' : `${bare.length} messages have`} no text yet, only a brief: ${some.join(', ')}${more}.`
  return [
    { kind: 'unwritten', severity: 'gap', where: `${first.path}.body`, text, wayOut: 'Write a body, or write it in the tool that sends.' },
  ]
}
