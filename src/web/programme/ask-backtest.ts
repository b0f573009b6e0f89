import { type Answers, addressOf, type BacktestLine, backtestLineSchema, linesType } from '../../api/contract.ts'
import { failureOf, RequestFailure } from '../shell/ask.ts'

type Progress = Extract<BacktestLine, { progress: unknown }>['progress']

/** Asks for a backtest, and hears on the way how far it is. Fails with RequestFailure, or with TypeError when nobody answers to the end. */
export async function askBacktest(
  programme: string,
  body: object,
  onProgress: (progress: Progress) => void,
): Promise<Answers['programmeBacktest']> {
  const headers = { accept: linesType }
  const response = await fetch(addressOf('programmeBacktest', { programme }), { method: 'POST', headers, body: JSON.stringify(body) })
  if (!response.ok || response.body === null) throw await failureOf(response)
  for await (const text of linesOf(response.body)) {
    const line = backtestLineSchema.parse(JSON.parse(text))
    if ('answer' in line) return line.answer
    if ('failure' in line) throw new RequestFailure(line.failure.code, line.failure.message, line.failure.details)
    onProgress(line.progress)
  }
  throw new TypeError('The answer broke off.')
}

async function* linesOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + part.value).split('\n')
    rest = lines.pop() ?? ''
    yield* lines.filter((line) => line !== '')
  }
  if (rest !== '') yield rest
}
