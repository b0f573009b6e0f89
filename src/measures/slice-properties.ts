import { sqlText } from '../journeys/rule-sql.ts'
import type { SliceProperty, SliceSearch } from '../map/slice-property.ts'
import type { Journey } from '../model/journey.ts'

/** So many values of a property are given: the commonest of all, or of those that meet a search. */
const mostValues = { all: 12, searched: 50 }

/** From this share of values on that are numbers, a property is one of numbers. */
const nearlyAll = 0.95

interface Row extends Omit<SliceProperty, 'numbers' | 'values'> {
  values: [objects: number, value: string][]
  least: number
  most: number
  numeric: number
}

/** One row a property of the journey's subjects and of accounts, with its commonest values; of a search that property alone. */
export function slicePropertiesSql({ subjectType }: Pick<Journey, 'subjectType'>, search: SliceSearch | null): string {
  const type = sqlText(subjectType)
  const most = search === null ? mostValues.all : mostValues.searched
  const found = search === null ? '1' : `positionCaseInsensitiveUTF8(value, ${sqlText(search.text)}) > 0`
  const only = search === null ? '' : `HAVING property = ${sqlText(search.property)}`
  return `SELECT property, any(objectType) AS owner, count() AS distinct, arraySlice(arrayReverseSort(groupArrayIf((n, value), ${found})), 1, ${most}) AS values,
      ifNull(min(toFloat64OrNull(value)), 0) AS least, ifNull(max(toFloat64OrNull(value)), 0) AS most, countIf(isFinite(toFloat64OrNull(value))) / count() AS numeric
    FROM (
      SELECT objectType, if(objectType = ${type}, name, concat('account.', name)) AS property, value, uniqExact(objectId) AS n
      FROM known_properties WHERE objectType IN (${type}, 'account') AND value != '' GROUP BY objectType, property, value
    ) GROUP BY property ${only} ORDER BY property`
}

/** The rows as properties. */
export function shapeSliceProperties(rows: readonly Row[]): SliceProperty[] {
  return rows.map(({ property, owner, distinct, values, least, most, numeric }) => ({
    property,
    owner,
    distinct,
    numbers: numeric >= nearlyAll ? { least, most } : null,
    values: values.map(([objects, value]) => ({ value, objects })),
  }))
}
