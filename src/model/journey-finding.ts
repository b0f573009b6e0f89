/**
 * A remark on a journey document. An `error` stops it from being used; a `caution` says that a figure will be weak or a rule idle;
 * a `gap` is a part that a well-made map has and this one lacks. `line` and `column` count from 1, where the text is known.
 */
export interface JourneyFinding {
  kind: 'error' | 'caution' | 'gap'
  path: string
  message: string
  line?: number
  column?: number
}

/** A finding as one line: `stages[2].entry.event (line 14): …`. */
export function findingText({ path, line, message }: JourneyFinding): string {
  const place = [path, line === undefined ? '' : `(line ${line})`].filter((part) => part !== '').join(' ')
  return place === '' ? message : `${place}: ${message}`
}
