/** Sums over the clusters of a stage of products of the numbers in `v`, an array that each has. */
export function productsSql(vectors: string): string {
  const pairs = (pair: string) => `sumForEach(arrayFlatten(arrayMap(x -> arrayMap(y -> ${pair}, v), v)))`
  return `SELECT stage, sumForEach(v) AS sums, ${pairs('x * y')} AS products, ${pairs('toUInt64(x != 0 OR y != 0)')} AS together FROM (${vectors}) GROUP BY stage ORDER BY stage`
}

/** One row a stage: of `width` numbers the sums, and of each two the sum of products and the clusters where either is not 0. */
export interface ProductsRow {
  stage: number
  sums: number[]
  products: number[]
  together: number[]
}
