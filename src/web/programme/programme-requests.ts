import { queryOptions } from '@tanstack/react-query'
import { type Answers, addressOf, answers, type RouteName } from '../../api/contract.ts'
import { failureOf } from '../shell/ask.ts'

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
