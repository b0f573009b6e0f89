import { z } from 'zod'
import type { DocumentPath } from './document-path.ts'
import { pathText, valueAt, valueText } from './document-path.ts'
import type { JourneyFinding } from './journey-finding.ts'
import { nearText } from './near-match.ts'

type Issue = z.core.$ZodIssue
/** An error before its place in the text is known. */
export interface Complaint {
  path: DocumentPath
  message: string
}

/** Reads a document by a schema: the value, or what is wrong with it, each complaint with its path, value, what is allowed, near matches (rule J5). */
export function readBySchema<Spec>(schema: z.ZodType<Spec>, document: unknown): { spec: Spec | null; complaints: Complaint[] } {
  const result = schema.safeParse(document, { error: issueMessage })
  if (result.success) return { spec: result.data, complaints: [] }
  return { spec: null, complaints: result.error.issues.flatMap((issue) => complaintsOf(issue, [], document)) }
}

/** An error finding from a complaint. */
export function errorFinding({ path, message }: Complaint): JourneyFinding {
  return { kind: 'error', path: pathText(path), message }
}

function complaintsOf(issue: Issue, before: DocumentPath, document: unknown): Complaint[] {
  const path = [...before, ...issue.path.filter((segment) => typeof segment !== 'symbol')]
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n')
    return issue.keys.map((key, position) => ({ path: [...path, key], message: messages[position] ?? issue.message }))
  }
  if (issue.code !== 'invalid_union') return [{ path, message: issue.message }]
  const branch = likelyBranch(issue.errors, path, document)
  return branch === null ? [{ path, message: issue.message }] : branch.flatMap((inner) => complaintsOf(inner, path, document))
}

/** The form that the writer most likely meant: right in kind, with its leading key present, fewest unknown keys; null when none is. */
function likelyBranch(branches: readonly Issue[][], path: DocumentPath, document: unknown): Issue[] | null {
  const value = valueAt(document, path)
  const likely = branches
    .filter((issues) => issues.length > 0 && !issues.some((issue) => isWrongKind(issue, path, document)))
    .filter((issues) => !issues.some((issue) => issue.path.length === 1 && valueAt(value, issue.path as DocumentPath) === undefined))
  return likely.sort((a, b) => unknownKeys(a) - unknownKeys(b))[0] ?? null
}

function isWrongKind(issue: Issue, path: DocumentPath, document: unknown): boolean {
  if (issue.path.length > 0 || issue.code === 'unrecognized_keys' || issue.code === 'too_small') return false
  return issue.code !== 'invalid_union' || likelyBranch(issue.errors, path, document) === null
}

function unknownKeys(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 0), 0)
}

const kindNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of keys',
  record: 'a group of keys',
}

function issueMessage(issue: z.core.$ZodRawIssue): string {
  const value = valueText(issue.input)
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined || issue.input === null
        ? `This is missing: ${kindNames[issue.expected] ?? issue.expected} is needed here.`
        : `${value} is not allowed here: write ${kindNames[issue.expected] ?? issue.expected}.`
    case 'invalid_value':
      return choiceMessage(issue.input, issue.values.map(String))
    case 'unrecognized_keys':
      return issue.keys.map((key) => keyMessage(key, issue.inst)).join('\n')
    case 'too_small':
      return smallMessage(issue)
    case 'too_big':
      return `${value} is too much: at most ${String(issue.maximum)} is allowed here.`
    default:
      return `${value} is not allowed here.`
  }
}

function smallMessage(issue: z.core.$ZodRawIssue<z.core.$ZodIssueTooSmall>): string {
  if (issue.origin === 'array') return 'An empty list is not allowed here: name at least one.'
  if (issue.origin === 'string') return 'An empty text is not allowed here.'
  return `${valueText(issue.input)} is too little: at least ${String(issue.minimum)} is needed here.`
}

function choiceMessage(input: unknown, allowed: readonly string[]): string {
  const choices = `Allowed: ${allowed.join(', ')}.`
  if (input === undefined || input === null) return `This is missing. ${choices}`
  return `${valueText(input)} is not allowed here. ${choices}${nearText(String(input), allowed)}`
}

function keyMessage(key: string, schema: unknown): string {
  const allowed = schema instanceof z.ZodObject ? Object.keys(schema.shape).filter((name) => !name.startsWith('$')) : []
  return `${JSON.stringify(key)} is not a key that may stand here. Allowed: ${allowed.join(', ')}.${nearText(key, allowed)}`
}
