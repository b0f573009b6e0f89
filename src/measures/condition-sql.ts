import { AppError } from '../core/error.ts'
import { sqlText } from '../journeys/rule-sql.ts'
import { type ConditionPart, readCondition } from '../model/property-condition.ts'

/** A condition on a property as SQL, never NULL; `value`: an expression, NULL where nothing is known (rules M12, J3). Errors: `usage` where it cannot be read. */
export function conditionSql(condition: string, value: string): string {
  const parts = readCondition(condition)
  if (typeof parts === 'string') throw new AppError('usage', `The condition cannot be read: ${parts}.`)
  return `(${parts.map((part) => partSql(part, value)).join(' AND ')})`
}

const signs = { gte: '>=', gt: '>', lte: '<=', lt: '<' } as const

function partSql(part: ConditionPart, value: string): string {
  if (!('values' in part)) return `ifNull(toFloat64OrNull(${value}) ${signs[part.kind]} ${part.bound}, 0)`
  // What is not known is none of the values, and not another value either (J3).
  const values = part.kind === 'isNot' ? ['', ...part.values] : part.values
  return `ifNull(${value}, '') ${part.kind === 'isNot' ? 'NOT IN' : 'IN'} (${[...new Set(values)].map(sqlText).join(', ')})`
}
