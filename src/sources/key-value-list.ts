/**
 * A list of keys and values, as warehouses write parameters of an event (`[{"key": "page", "value": {"string_value": "/"}}]`), as one object; null for any
 * other list. Of a value with a member for each type, the one that is filled.
 */
export function keyValueObject(list: readonly unknown[]): Record<string, unknown> | null {
  if (list.length === 0) return null
  const found: Record<string, unknown> = {}
  for (const item of list) {
    if (typeof item !== 'object' || item === null) return null
    const { key, value, ...others } = item as Record<string, unknown>
    if (typeof key !== 'string' || key === '' || Object.keys(others).length > 0) return null
    found[key] = filledMember(value)
  }
  return found
}

function filledMember(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const members = Object.entries(value).filter(([name]) => name.endsWith('_value'))
  if (members.length === 0) return value
  return members.find(([, member]) => member !== null && member !== undefined)?.[1] ?? null
}
