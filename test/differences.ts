/** Numbers that should be one figure computed twice agree so far. */
const tolerance = 1e-9

/**
 * Where `actual` is not as `expected`, a line each: numbers may differ by 1e-9 of their size; of objects only what `expected` names is looked at.
 */
export function differences(actual: unknown, expected: unknown, path = ''): string[] {
  if (typeof actual === 'number' && typeof expected === 'number') {
    const far = Math.abs(actual - expected) > tolerance * Math.max(1, Math.abs(expected))
    return far ? [`${path}: ${actual}, not ${expected}`] : []
  }
  if (actual instanceof Map && expected instanceof Map) return differences(Object.fromEntries(actual), Object.fromEntries(expected), path)
  if (Array.isArray(actual) && Array.isArray(expected)) {
    if (actual.length !== expected.length) return [`${path}: ${actual.length} entries, not ${expected.length}`]
    return expected.flatMap((value, i) => differences(actual[i], value, `${path}[${i}]`))
  }
  if (isObject(actual) && isObject(expected)) {
    return Object.keys(expected).flatMap((key) => differences(actual[key], expected[key], `${path}.${key}`))
  }
  return Object.is(actual, expected) ? [] : [`${path}: ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`]
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
