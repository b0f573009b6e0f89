import { Liquid, LiquidError, Tokenizer, TokenKind } from 'liquidjs'
import { AppError } from '../core/error.ts'

/** A piece of a text with Liquid: words as people wrote them, an output such as `{{ contact.first_name }}`, or a tag such as `{% if … %}`. */
export interface LiquidPiece {
  kind: 'words' | 'output' | 'tag'
  text: string
}

/** The tags that a message may use: those that only choose, repeat and name. No tag reads a file, and none prints past the escaping. */
export const liquidTags = [
  ...['if', 'elsif', 'else', 'endif', 'unless', 'endunless', 'case', 'when', 'endcase'],
  ...['for', 'break', 'continue', 'endfor', 'assign', 'comment', 'endcomment', 'raw', 'endraw'],
] as const

/** Text, tokens and work that one message may cost; more is refused. */
const limits = { parseLimit: 1_000_000, renderLimit: 2_000, memoryLimit: 10_000_000 }

const engine = new Liquid({ templates: {}, strictFilters: true, ownPropertyOnly: true, ...limits })

/** The pieces of a text with Liquid, checked. `where` says which text it is. Errors: `invalid` with the place and what is allowed. */
export function liquidPieces(text: string, where: string): LiquidPiece[] {
  return guarded(where, () => {
    const tokens = new Tokenizer(text).readTopLevelTokens()
    const pieces = tokens.map((token): LiquidPiece => {
      const kind = token.kind === TokenKind.Output ? 'output' : token.kind === TokenKind.Tag ? 'tag' : 'words'
      return { kind, text: token.getText() }
    })
    for (const { kind, text: tag } of pieces) if (kind === 'tag') refuseOther(tag, where)
    engine.parse(text)
    return pieces
  })
}

/** Renders a template once: what a contact's properties hold is never read as Liquid. Errors: `invalid`. */
export function renderLiquid(template: string, scope: object, where: string): string {
  return guarded(where, () => String(engine.parseAndRenderSync(template, scope)))
}

/** What a template asks for, as in [["contact", "first_name"]]. Errors: `invalid`. */
export function liquidNames(template: string, where: string): string[][] {
  return guarded(where, () => engine.globalVariableSegmentsSync(template).map((segments) => segments.map(String)))
}

function refuseOther(tag: string, where: string): void {
  const [, name = ''] = /^\{%-?\s*([\w#]*)/.exec(tag) ?? []
  if ((liquidTags as readonly string[]).includes(name)) return
  throw new AppError('invalid', `${where}: ${JSON.stringify(tag)} is not allowed in a message. Allowed tags: ${liquidTags.join(', ')}.`)
}

function guarded<Result>(where: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof LiquidError)) throw error
    const [first = ''] = error.message.split('\n')
    const advice = 'Close every {{ with }} and every {% with %}; to show braces as they are, write {{ "{{" }}.'
    throw new AppError('invalid', `${where}: the Liquid cannot be read: ${first}. ${advice}`, null, error)
  }
}
