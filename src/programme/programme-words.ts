import { durationText } from '../model/duration.ts'
import type { Journey } from '../model/journey.ts'
import { dayText } from '../model/local-day.ts'
import type { Programme, SendingLimits, SequenceMessage, Weekday } from '../model/programme.ts'
import { consentText } from './message-condition.ts'
import type { MessageRow } from './message-rows.ts'

const weekdayNames: Readonly<Record<Weekday, string>> = {
  1: 'Monday',
  2: 'Tuesday',
  3: 'Wednesday',
  4: 'Thursday',
  5: 'Friday',
  6: 'Saturday',
  7: 'Sunday',
}

/** The name of a stage; its id where the journey has none such. */
export function stageName({ stages }: Pick<Journey, 'stages'>, id: string): string {
  return stages.find((stage) => stage.id === id)?.name ?? id
}

/** The name of a persona; "everyone without a sequence of their own" for null. */
export function personaName({ personas }: Pick<Journey, 'personas'>, id: string | null): string {
  if (id === null) return 'everyone without a sequence of their own'
  return personas.find((persona) => persona.id === id)?.name ?? id
}

/** When a message of a sequence is due (rule R3): "day 12", or "14 days before the deadline". */
export function dueText({ day }: Pick<SequenceMessage, 'day'>): string {
  if (day >= 0) return `day ${day}`
  return `${-day} ${day === -1 ? 'day' : 'days'} before the deadline`
}

/** When a message is due, in words. */
export function rowDueText(row: MessageRow): string {
  if (row.kind === 'sequence') return dueText(row.message)
  if (row.kind === 'transactional') return 'at once'
  return row.message.delayMs === 0 ? 'at once' : `${durationText(row.message.delayMs)} after the signal`
}

/** What ends or drops a message (rule R6), in one sentence. */
export function stopText(row: MessageRow, journey: Journey): string {
  if (row.kind === 'transactional') return 'Nothing: it is owed.'
  const stage = stageName(journey, row.kind === 'sequence' ? row.sequence.stage : row.message.stage)
  const acted = row.kind === 'friction' ? ', or when they act before it is due' : ''
  return `When they leave ${stage} or unsubscribe${acted}.`
}

/** Minutes of a day as 09:30. */
export function clockText(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

/** What always wins over a programme (rule R6), a sentence each; empty where nothing is limited. */
export function limitTexts({ limits, timeZone, zoneProperty }: Pick<Programme, 'limits' | 'timeZone' | 'zoneProperty'>): string[] {
  const zone =
    zoneProperty === null
      ? `Days and hours are those of ${timeZone}.`
      : `Days and hours are those of each contact's own time zone (property ${zoneProperty}), else of ${timeZone}.`
  return [...capTexts(limits), ...dayTexts(limits), zone, ...accountTexts(limits)]
}

function capTexts({ minGapDays, perSequence, perPerson }: SendingLimits): string[] {
  return [
    ...(minGapDays > 0 ? [`At least ${durationText(minGapDays * 86_400_000)} between two messages to one person.`] : []),
    `At most ${countOfMessages(perSequence)} of one sequence.`,
    ...(perPerson === null
      ? []
      : [
          `At most ${countOfMessages(perPerson.messages)} to one person in ${durationText(perPerson.days * 86_400_000)}, across all programmes.`,
        ]),
  ]
}

function countOfMessages(count: number): string {
  return `${count} ${count === 1 ? 'message' : 'messages'}`
}

function dayTexts({ weekdays, hours, country, blackouts, sensitive }: SendingLimits): string[] {
  const days = [...weekdays].sort((a, b) => a - b).map((day) => weekdayNames[day])
  return [
    ...(days.length < 7 ? [days.length === 0 ? 'On no day of the week: nothing is ever sent.' : `Only on ${listOf(days)}.`] : []),
    ...(hours.from > 0 || hours.to < 1440 ? [`Only from ${clockText(hours.from)} to ${clockText(hours.to)}.`] : []),
    ...(country === null ? [] : [`Not on public holidays of ${country}.`]),
    ...blackouts.map(({ name, from, to }) => `Not from ${dayText(from)} to ${dayText(to)} (${name}).`),
    ...sensitive.map(({ occasion, optOut, daysBefore }) => {
      return `Not to those whose property ${optOut} says so, from ${durationText(daysBefore * 86_400_000)} before ${occasion} until it is over.`
    }),
  ]
}

function accountTexts({ oneAnAccountADay, pauseOnOpenDeal }: SendingLimits): string[] {
  return [
    ...(oneAnAccountADay ? ['Not to two colleagues of one account on one day.'] : []),
    ...(pauseOnOpenDeal ? ['Not while a deal of the account is open: sales is told instead.'] : []),
  ]
}

/** "a, b and c". */
export function listOf(items: readonly string[]): string {
  const last = items.at(-1) ?? ''
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`
}

/** Who may be written to and who is kept without messages (rule R1), a sentence each; of an account's journey also which of its contacts (rule R9). */
export function audienceTexts(programme: Programme, journey: Pick<Journey, 'subjectType'> | null): string[] {
  const share = Math.round(programme.holdout * 1000) / 10
  const held =
    programme.holdout === 0
      ? 'Nobody is kept without messages, so the effect cannot be told.'
      : `${share} % are kept without messages, chosen by hash, so that the effect can be told.`
  const who = 'Of each account, only those of its contacts who did something in the stage.'
  return [`Only those may be written to: ${consentText(programme)}.`, held, ...(journey?.subjectType === 'account' ? [who] : [])]
}
