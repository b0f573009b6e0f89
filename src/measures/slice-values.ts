import { sqlText } from '../journeys/rule-sql.ts'
import type { JourneyMap } from '../map/journey-map.ts'
import type { Measure } from './measure.ts'

/** A property with more values than this is an identifier or a number, not a way to slice. */
const mostValues = 40

/** Subject properties, and those of the account held, by which a map can be sliced, with their commonest values first (M12). */
export const sliceValues: Measure<null, { property: string; values: string[] }, JourneyMap['journey']['slices']> = {
  id: 'slice-values',
  unit: 'instances',
  population: 'objects of the journey',
  sql: ({ journey }) => {
    const type = sqlText(journey.subjectType)
    return `SELECT property, arraySlice(arrayMap(x -> x.2, arrayReverseSort(groupArray((n, value)))), 1, ${mostValues}) AS values FROM (
        SELECT if(objectType = ${type}, name, concat('account.', name)) AS property, value, uniqExact(objectId) AS n
        FROM known_properties WHERE objectType IN (${type}, 'account') AND value != '' GROUP BY property, value
      ) GROUP BY property HAVING count() BETWEEN 2 AND ${mostValues} ORDER BY property`
  },
  shape: (rows) => [...rows],
}
