// Least squares for a handful of unknowns, near to what was assumed before: what the observations do not tell stays
// as assumed, and nothing falls below its least value. Both the estimate of a run and the time left of one rest on it.

/** What is known of the unknowns before anything was observed. */
export interface Assumed {
  readonly values: readonly number[];
  /** How much each assumption counts, as the square of a row that observes it alone would. */
  readonly weights: readonly number[];
  /** The least value of each. */
  readonly least: readonly number[];
}

/** Sums up observations `row · unknowns = value`. */
export class LeastSquares {
  /** Sums of products of the rows' numbers, and of these with the values. */
  readonly #products: number[][];
  readonly #moments: number[];

  /** @param size how many unknowns there are */
  constructor(readonly size: number) {
    this.#products = Array.from({ length: size }, () => new Array<number>(size).fill(0));
    this.#moments = new Array<number>(size).fill(0);
  }

  add(row: readonly number[], value: number, weight = 1): void {
    for (let i = 0; i < this.size; i++) {
      this.#moments[i] += weight * row[i] * value;
      for (let k = 0; k < this.size; k++) this.#products[i][k] += weight * row[i] * row[k];
    }
  }

  /** The sum of the squares of the rows' numbers at `i`. */
  squares(i: number): number {
    return this.#products[i][i];
  }

  /** The unknowns that fit the observations and the assumptions best. */
  solve({ values, weights, least }: Assumed): number[] {
    const found = [...least];
    let free = values.map((_, i) => i);
    for (;;) {
      const fixed = found.map((value, i) => free.includes(i) ? 0 : value);
      const right = free.map((i) =>
        this.#moments[i] + weights[i] * values[i] - dot(this.#products[i], fixed)
      );
      const solved = solveSymmetric(this.#matrix(free, weights), right);
      const below = free.filter((i, at) => solved[at] < least[i]);
      if (below.length === 0) {
        free.forEach((i, at) => found[i] = solved[at]);
        return found;
      }
      free = free.filter((i) => !below.includes(i));
    }
  }

  /** How uncertain `row · unknowns` is: its variance, where that of an observation of weight 1 is 1. */
  uncertainty(row: readonly number[], { weights }: Pick<Assumed, "weights">): number {
    const all = row.map((_, i) => i);
    return dot(row, solveSymmetric(this.#matrix(all, weights), row));
  }

  /** The normal equations of some of the unknowns. */
  #matrix(of: readonly number[], weights: readonly number[]): number[][] {
    return of.map((i) => of.map((k) => this.#products[i][k] + (i === k ? weights[i] : 0)));
  }
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}

/** Solves equations with a symmetric, positive definite matrix, by Cholesky's factors. */
function solveSymmetric(matrix: readonly number[][], right: readonly number[]): number[] {
  const size = right.length;
  const factor = matrix.map((row) => [...row]);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k <= i; k++) {
      let sum = factor[i][k];
      for (let j = 0; j < k; j++) sum -= factor[i][j] * factor[k][j];
      // Rounding may leave nothing where two columns are all but the same.
      factor[i][k] = i === k ? Math.sqrt(Math.max(sum, Number.MIN_VALUE)) : sum / factor[k][k];
    }
  }
  const half: number[] = [];
  for (let i = 0; i < size; i++) {
    half[i] = (right[i] - dot(half, factor[i])) / factor[i][i];
  }
  const solved = new Array<number>(size).fill(0);
  for (let i = size - 1; i >= 0; i--) {
    let sum = half[i];
    for (let j = i + 1; j < size; j++) sum -= factor[j][i] * solved[j];
    solved[i] = sum / factor[i][i];
  }
  return solved;
}
