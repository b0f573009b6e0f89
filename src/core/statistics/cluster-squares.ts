import { at } from './risk-set.ts'

/**
 * A vector for each cluster, with the sum over clusters of the squared value of any linear form of it: the sums of products are kept up to
 * date at each change, so that the jackknife variance of a whole curve costs one pass over its rows (rule M5).
 */
export class ClusterSquares {
  readonly #width: number
  readonly #vectors: Float64Array
  readonly #products: Float64Array

  constructor(clusters: number, width: number) {
    this.#width = width
    this.#vectors = new Float64Array(clusters * width)
    this.#products = new Float64Array(width * width)
  }

  /** Adds `change`, of full width, to the vector of one cluster. */
  add(cluster: number, change: readonly number[]): void {
    const start = cluster * this.#width
    for (let i = 0; i < this.#width; i++) {
      const by = at(change, i)
      if (by === 0) continue
      // One coordinate after the other: the products of i with all others see the others as they are now.
      const mine = at(this.#vectors, start + i)
      for (let j = 0; j < this.#width; j++) {
        const product = j === i ? by * (2 * mine + by) : by * at(this.#vectors, start + j)
        this.#products[i * this.#width + j] = at(this.#products, i * this.#width + j) + product
        if (j !== i) this.#products[j * this.#width + i] = at(this.#products, i * this.#width + j)
      }
      this.#vectors[start + i] = mine + by
    }
  }

  /** The value of the linear form for one cluster. */
  value(cluster: number, form: readonly number[]): number {
    let sum = 0
    for (let i = 0; i < this.#width; i++) sum += at(form, i) * at(this.#vectors, cluster * this.#width + i)
    return sum
  }

  /** The sum over clusters of the squared value of the linear form. */
  sumOfSquares(form: readonly number[]): number {
    let sum = 0
    for (let i = 0; i < this.#width; i++) {
      for (let j = 0; j < this.#width; j++) sum += at(form, i) * at(form, j) * at(this.#products, i * this.#width + j)
    }
    return Math.max(0, sum)
  }
}
