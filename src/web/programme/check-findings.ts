import type { Answers } from '../../api/contract.ts'

/** A remark of the check or of the reader, with where it stands in the document. */
export interface Remark {
  severity: 'error' | 'caution' | 'gap'
  text: string
  wayOut: string
  where: string
}

/** What the reader and the check say of a text, as one list. */
export function remarksOf({ findings, check }: Pick<Answers['readProgramme'], 'findings' | 'check'>): Remark[] {
  return [
    ...findings.map(({ kind, message, path }) => ({ severity: kind, text: message, wayOut: '', where: path })),
    ...check.map(({ severity, text, wayOut, where }) => ({ severity, text, wayOut, where })),
  ]
}

/** The remarks on a part of the document and on all inside it. */
export function remarksAt(remarks: readonly Remark[], path: string): Remark[] {
  return remarks.filter(({ where }) => where === path || where.startsWith(`${path}.`) || where.startsWith(`${path}[`))
}
