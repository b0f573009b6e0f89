import { queryOptions } from '@tanstack/react-query'
import { type Answers, addressOf, answers, type RouteName } from '../../api/contract.ts'
import { ask, failureOf, send } from '../shell/ask.ts'
import { askBacktest } from './ask-backtest.ts'

type Asked = keyof Answers & RouteName

/** Asks a route by a body, and checks the answer against the contract. */
export async function askWith<Name extends Asked>(
  name: Name,
  parts: Record<string, string>,
  body: unknown,
  signal?: AbortSignal,
): Promise<Answers[Name]> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(addressOf(name, parts), { method: 'POST', body: text, signal: signal ?? null })
  if (!response.ok) throw await failureOf(response)
  return answers[name].parse(await response.json()) as Answers[Name]
}

/** The messages that a journey suggests (rules R1 to R5). */
export function designQuery(journey: string, body: Record<string, unknown>) {
  return queryOptions({
    queryKey: ['designProgramme', journey, body],
    queryFn: ({ signal }) => askWith('designProgramme', { journey }, body, signal),
  })
}

/** Every kept programme, and whether all are paused. */
export const programmesQuery = queryOptions({ queryKey: ['programmes'], queryFn: ({ signal }) => ask('programmes', {}, {}, signal) })

/** One kept programme with its log. */
export function programmeQuery(programme: string) {
  return queryOptions({ queryKey: ['programme', programme], queryFn: ({ signal }) => ask('programme', { programme }, {}, signal) })
}

/** What is wrong or missing in a text that is not kept. */
export function readProgrammeQuery(text: string) {
  return queryOptions({
    queryKey: ['readProgramme', text],
    queryFn: ({ signal }) => askWith('readProgramme', {}, { text }, signal),
    gcTime: 60_000,
  })
}

/** Which question is answered by what, and which is not. */
export function contentPlanQuery(programme: string) {
  return queryOptions({ queryKey: ['contentPlan', programme], queryFn: ({ signal }) => ask('contentPlan', { programme }, {}, signal) })
}

/** Keeps a programme's text; `by`: who does it, as they call themselves. */
export async function sendProgramme(text: string, by: string): Promise<Answers['keepProgramme']> {
  const response = await send('POST', addressOf('programmes'), JSON.stringify({ text, by }))
  return answers.keepProgramme.parse(await response.json())
}

/** Today's e-mails against the stages that they serve (rules R10, R11). */
export function auditQuery(journey: string, options: object) {
  return queryOptions({
    queryKey: ['programmeAudit', journey, options],
    queryFn: ({ signal }) => askWith('programmeAudit', { journey }, options, signal),
  })
}

/** One page of the e-mails behind a number of the audit. */
export function auditSendsQuery(journey: string, options: object, list: object) {
  return queryOptions({
    queryKey: ['programmeAuditSends', journey, options, list],
    queryFn: ({ signal }) => askWith('programmeAuditSends', { journey }, { options, ...list }, signal),
  })
}

/** The tools that a programme can be handed to. */
export const targetsQuery = queryOptions({
  queryKey: ['programmeTargets'],
  queryFn: ({ signal }) => ask('programmeTargets', {}, {}, signal),
})

/** What a tool does of a programme, and what is lost. */
export function handOverQuery(programme: string, target: string) {
  return queryOptions({
    queryKey: ['programmeHandOver', programme, target],
    queryFn: ({ signal }) => ask('programmeHandOver', { programme }, { target }, signal),
  })
}

/** All programmes on one page. */
export const architectureQuery = queryOptions({
  queryKey: ['programmes', 'architecture'],
  queryFn: ({ signal }) => ask('programmeArchitecture', {}, {}, signal),
})

/** One message as it is kept, with a contact's data. */
export function previewTestQuery(programme: string, message: string, contact: string) {
  return queryOptions({
    queryKey: ['programme', programme, 'preview', message, contact],
    queryFn: ({ signal }) => ask('previewTest', { programme, message }, { contact }, signal),
  })
}

/** Whom a list of who is due shows: all, or those of one message, or of a day. */
export interface WhoShown {
  message?: string | undefined
  day?: string | undefined
}

/** One page of who is where now, and what is due to them. */
export function whoQuery(programme: string, { message, day }: WhoShown, limit: number, offset: number) {
  return queryOptions({
    queryKey: ['programmeWho', programme, message, day, limit, offset],
    queryFn: ({ signal }) => ask('programmeWho', { programme }, { message, day, limit, offset }, signal),
  })
}

/** A backtest of a kept programme. How far it is stands in the cache under `backtestProgressKey`. It goes on when one looks at something else meanwhile. */
export function backtestQuery(programme: string, body: object) {
  return queryOptions({
    queryKey: ['programmeBacktest', programme, body],
    queryFn: ({ client }) => {
      const key = backtestProgressKey(programme, body)
      client.setQueryData(key, null)
      return askBacktest(programme, body, (progress) => client.setQueryData(key, progress))
    },
  })
}

/** Where the cache holds how far a backtest is. */
export function backtestProgressKey(programme: string, body: object) {
  return ['backtestProgress', programme, body]
}

/** One page of the people or messages behind a figure of a backtest. */
export function backtestListQuery(programme: string, list: object) {
  return queryOptions({
    queryKey: ['programmeBacktestList', programme, list],
    queryFn: ({ signal }) => askWith('programmeBacktestList', { programme }, list, signal),
  })
}
