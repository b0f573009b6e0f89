/**
 * A query in layers: each adds columns (name → expression) made from those before. The engine works an alias out again at each use inside
 * one SELECT, so that long chains of them grow without bound; from layer to layer a column is just a name.
 */
export function layersSql(from: string, ...layers: readonly Readonly<Record<string, string>>[]): string {
  return layers.reduce((inner, layer) => {
    const columns = Object.entries(layer).map(([name, sql]) => `${sql} AS ${name}`)
    return columns.length === 0 ? inner : `SELECT *, ${columns.join(', ')} FROM (${inner})`
  }, from)
}
