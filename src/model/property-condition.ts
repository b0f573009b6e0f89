/** One thing asked of a property's value: to be one of some texts, none of them, or a number on one side of a bound. The text '' stands for “not known”. */
export type ConditionPart = { kind: 'is' | 'isNot'; values: string[] } | { kind: 'gte' | 'gt' | 'lte' | 'lt'; bound: number }

/** What a slice asks of one property (rule M12): all parts hold. */
export type PropertyCondition = readonly ConditionPart[]

const signs = [
  ['>=', 'gte'],
  ['<=', 'lte'],
  ['>', 'gt'],
  ['<', 'lt'],
] as const

/**
 * Reads a condition as people write it: `pro`, `pro,team`, `!pro`, `>=50`, `>=50 && <100`; `""` stands for “not known”, and what has a comma, a leading sign or
 * `&&` in it stands in double quotes. A text instead: why it is none.
 */
export function readCondition(text: string): PropertyCondition | string {
  const parts: ConditionPart[] = []
  for (const piece of cut(text, '&&')) {
    const part = readPart(piece.trim())
    if (typeof part === 'string') return part
    parts.push(part)
  }
  return parts
}

function readPart(text: string): ConditionPart | string {
  const sign = signs.find(([written]) => text.startsWith(written))
  if (sign !== undefined) {
    const bound = text.slice(sign[0].length).trim()
    if (bound !== '' && Number.isFinite(Number(bound))) return { kind: sign[1], bound: Number(bound) }
    return `"${text}" has no number behind ${sign[0]}; a value that begins with ${sign[0]} stands in double quotes`
  }
  const not = text.startsWith('!')
  const values = cut(not ? text.slice(1) : text, ',').map((value) => unquoted(value.trim()))
  if (values.every((value) => value !== null)) return { kind: not ? 'isNot' : 'is', values: [...new Set(values)] }
  return `"${text}" has an empty or unfinished value; "" in double quotes means that nothing is known`
}

/** Parts at a mark that stands outside double quotes. A quote opens where a value begins. */
function cut(text: string, mark: string): string[] {
  const parts: string[] = []
  let from = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"' && (quoted || opensAt(text, at))) quoted = !quoted
    if (quoted || !text.startsWith(mark, at)) continue
    parts.push(text.slice(from, at))
    from = at + mark.length
    at = from - 1
  }
  return [...parts, text.slice(from)]
}

/** Whether a quote there begins a value, or goes on with one after a doubled quote. */
function opensAt(text: string, at: number): boolean {
  return /(^|[,!"]|&&)\s*$/.test(text.slice(0, at))
}

/** A value without its quotes; null where it is empty, or its quotes do not close. */
function unquoted(text: string): string | null {
  if (!text.startsWith('"')) return text === '' ? null : text
  return /^"(?:[^"]|"")*"$/.test(text) ? text.slice(1, -1).replaceAll('""', '"') : null
}

/** A condition as it is read back. */
export function conditionText(condition: PropertyCondition): string {
  return condition.map(partText).join(' && ')
}

function partText(part: ConditionPart): string {
  if (!('values' in part)) return `${signs.find(([, kind]) => kind === part.kind)?.[0]}${part.bound}`
  return `${part.kind === 'isNot' ? '!' : ''}${part.values.map(quoted).join(',')}`
}

/** A value as a condition writes it, in quotes where it needs them. */
function quoted(value: string): string {
  return value === '' || value.trim() !== value || /^[!<>]|[",]|&&/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}

/** A condition in words: "is pro or team", "is at least 50 and below 100". */
export function conditionWords(condition: PropertyCondition): string {
  return condition.map(partWords).join(' and ')
}

const boundWords = { gte: 'at least', gt: 'above', lte: 'at most', lt: 'below' } as const

function partWords(part: ConditionPart): string {
  if (!('values' in part)) return `is ${boundWords[part.kind]} ${part.bound}`
  const values = part.values.map((value) => (value === '' ? 'not known' : value))
  if (part.kind === 'is') return `is ${values.join(' or ')}`
  if (values.length > 1) return `is neither ${values.join(' nor ')}`
  return part.values[0] === '' ? 'is known' : `is not ${values[0]}`
}

/** Two conditions on one property, of which both hold; what stands in both stands once. */
export function bothConditions(one: string, other: string): string {
  return [...new Set([...cut(one, '&&'), ...cut(other, '&&')].map((part) => part.trim()))].join(' && ')
}

/** Reads "property=values", "property!=values" or "property>=number", as the command line writes them. Null: it is none of these. */
export function readWhere(text: string): { property: string; condition: string } | null {
  const [, property = '', sign = '', rest = ''] = /^(.*?)(!=|>=|<=|=|>|<)(.*)$/s.exec(text) ?? []
  if (property.trim() === '' || rest === '') return null
  const written = sign === '=' ? rest : `${sign === '!=' ? '!' : sign}${rest}`
  return { property: property.trim(), condition: written }
}
