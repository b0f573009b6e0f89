/** Gives each row a key that is its own: equal rows are told apart by their order. */
export function keyed<Row>(rows: readonly Row[], nameOf: (row: Row) => string): { key: string; row: Row }[] {
  const seen = new Map<string, number>()
  return rows.map((row) => {
    const name = nameOf(row)
    const nth = (seen.get(name) ?? 0) + 1
    seen.set(name, nth)
    return { key: `${name}#${nth}`, row }
  })
}
