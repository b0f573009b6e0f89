import { AppError } from '../core/error.ts'
import { maxLineBytes } from './line-reader.ts'

/** One element of a list: the path of the list (keys joined by dots, "" for the whole file), its text, and the line on which it begins. */
export interface JsonElement {
  list: string
  raw: string
  line: number
  /** The element was longer than 1 MiB; `raw` is its beginning. */
  tooLong: boolean
}

/** Says whether the elements of a list are wanted, at its first element. `first`: the character with which that begins. */
export type WantList = (path: string, first: string) => boolean

interface Container {
  list: boolean
  path: string
  wanted: boolean | null
}

const quote = 34
const comma = 44
const lineFeed = 10
const backslash = 92

/** Cuts the elements of lists out of one JSON value, whose text comes in pieces: never more than one element is kept in memory. Lists inside lists are not looked at. */
export class JsonCutter {
  private readonly file: string
  private readonly wants: WantList
  private stack: Container[] = []
  private elements: JsonElement[] = []
  private line = 1
  private over = false
  private key = ''
  private keyText: string | null = null
  private expectKey = false
  private inString = false
  private escaped = false
  private depth = 0
  private element: string | null = null
  private elementLine = 0
  private tooLong = false
  private scalar = false

  /** `file`: its name, for messages. */
  constructor(file: string, wants: WantList) {
    this.file = file
    this.wants = wants
  }

  /** Errors: `invalid`, with the line, where brackets do not fit. */
  push(text: string): JsonElement[] {
    let from = 0
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code === lineFeed) this.line++
      if (this.inString) {
        this.stringCharacter(code)
        if (!this.inString && this.keyText !== null) this.endKey(text.slice(from, at))
      } else if (this.element !== null) {
        if (this.elementCharacter(code)) {
          this.endElement(text.slice(from, this.scalar ? at : at + 1))
          if (this.scalar) this.outside(code, text, at)
        }
      } else if (this.outside(code, text, at)) from = this.element === null ? at + 1 : at
    }
    if (this.element !== null) this.keep(text.slice(from))
    else if (this.keyText !== null) this.keyText += text.slice(from)
    return this.take()
  }

  /** Errors: `invalid` where the file ends too early. */
  end(): void {
    if (!this.over) throw this.broken('the file ends in the middle of it: it is cut off. Fetch it again.')
  }

  private take(): JsonElement[] {
    const elements = this.elements
    this.elements = []
    return elements
  }

  private stringCharacter(code: number) {
    if (this.escaped) this.escaped = false
    else if (code === backslash) this.escaped = true
    else if (code === quote) this.inString = false
  }

  /** True where the element ends at this character. */
  private elementCharacter(code: number): boolean {
    if (code === quote) this.inString = true
    else if (code === 123 || code === 91) this.depth++
    else if (code === 125 || code === 93) {
      if (this.depth === 0) return true
      this.depth--
      return this.depth === 0 && !this.scalar
    } else if (code === comma && this.depth === 0) return true
    return false
  }

  /** A character outside of elements. True where a text to keep begins here (an element) or behind it (a key). */
  private outside(code: number, text: string, at: number): boolean {
    if (code === 32 || code === lineFeed || code === 13 || code === 9 || code === 58) return false
    if (this.over)
      throw this.broken(
        `after its end comes ${JSON.stringify(text.slice(at, at + 20))}. One object a line is NDJSON: say format: ndjson in the mapping.`,
      )
    const top = this.stack.at(-1)
    if (top?.list === true && code !== comma && code !== 93 && code !== 125 && this.startsElement(top, code, text[at] as string))
      return true
    if (code === quote) {
      this.inString = true
      if (!this.expectKey) return false
      this.keyText = ''
      return true
    }
    if (code === 123 || code === 91) this.enter(code === 91, top)
    else if (code === 125 || code === 93) this.leave(code === 93, top)
    else if (code === comma) this.expectKey = top?.list === false
    else if (top === undefined) throw this.broken(`it begins with ${JSON.stringify(text.slice(at, at + 20))}, no list and no object.`)
    return false
  }

  private startsElement(top: Container, code: number, character: string): boolean {
    const inList = this.stack.slice(0, -1).some(({ list }) => list)
    top.wanted ??= !inList && this.wants(top.path, character)
    if (!top.wanted) return false
    this.element = ''
    this.elementLine = this.line
    this.scalar = code !== 123 && code !== 91
    this.depth = this.scalar ? 0 : 1
    this.inString = code === quote
    return true
  }

  private enter(list: boolean, top: Container | undefined) {
    const path = top === undefined || top.list ? (top?.path ?? '') : top.path === '' ? this.key : `${top.path}.${this.key}`
    if (this.stack.length > 500) throw this.broken('it is nested more than 500 deep.')
    this.stack.push({ list, path, wanted: null })
    this.expectKey = !list
  }

  private leave(list: boolean, top: Container | undefined) {
    if (top === undefined || top.list !== list) throw this.broken(`a ${list ? ']' : '}'} closes nothing.`)
    this.stack.pop()
    this.expectKey = false
    this.over = this.stack.length === 0
  }

  private endKey(rest: string) {
    const text = `"${this.keyText ?? ''}${rest}"`
    this.keyText = null
    this.expectKey = false
    try {
      this.key = JSON.parse(text) as string
    } catch {
      throw this.broken(`${text.slice(0, 60)} is no key.`)
    }
  }

  private keep(text: string) {
    if (this.element === null) return
    if (this.element.length + text.length > maxLineBytes) this.tooLong = true
    this.element = this.tooLong ? (this.element + text.slice(0, 4000)).slice(0, 4000) : this.element + text
  }

  private endElement(rest: string) {
    this.keep(rest)
    this.elements.push({
      list: this.stack.at(-1)?.path ?? '',
      raw: (this.element ?? '').trim(),
      line: this.elementLine,
      tooLong: this.tooLong,
    })
    this.element = null
    this.tooLong = false
  }

  private broken(what: string): AppError {
    return new AppError('invalid', `${this.file} is no readable JSON (line ${this.line}): ${what} Nothing of it was imported.`, {
      line: this.line,
    })
  }
}
