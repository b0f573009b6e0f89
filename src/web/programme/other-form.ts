import type { Programme } from '../../model/programme.ts'

/** What the form of another design holds. `kind`: one of `otherKinds`, or "kept ID" of another kept programme. Days and messages; `capped`: whether there is a cap a person. */
export interface OtherForm {
  kind: string
  gap: number
  most: number
  capped: boolean
  capMessages: number
  capDays: number
}

/** What can stand beside a programme, but for other kept ones. */
export const otherKinds = [
  { kind: 'designed', words: 'what the data suggest today' },
  { kind: 'changed', words: 'the same with other limits' },
  { kind: 'unkept', words: 'what you changed and did not keep yet' },
] as const

/** The form as it begins: with the programme's own limits. */
export function otherForm({ limits: { minGapDays, perSequence, perPerson } }: Pick<Programme, 'limits'>): OtherForm {
  return {
    kind: 'designed',
    gap: minGapDays,
    most: Math.min(52, perSequence),
    capped: perPerson !== null,
    capMessages: perPerson?.messages ?? 4,
    capDays: perPerson?.days ?? 28,
  }
}

/** What the server is asked to lay beside it. `unkept`: the text that is not kept. */
export function otherBody({ kind, gap, most, capped, capMessages, capDays }: OtherForm, unkept: string | null): object {
  if (kind === 'designed') return { kind, minGapDays: Math.max(1, gap), perSequence: most }
  if (kind === 'unkept') return { kind: 'written', text: unkept ?? '' }
  if (kind === 'changed') {
    const perPerson = capped ? { messages: capMessages, days: capDays } : null
    return { kind, minGapDays: gap, perSequence: most, perPerson }
  }
  return { kind: 'kept', programme: kind.slice('kept '.length) }
}
