// What the tortures share: how long they are, the seed that repeats one, and the lines of the report
// that `deno task torture` prints. In the ordinary suite each runs in its short form.

/** Starts each line of the report, which `scripts/torture.ts` collects. */
const REPORT_MARK = "torture| ";

const length = Deno.env.get("FERRY_TORTURE");
const isFull = length === "full";

/** A number of rounds: short in the suite, full in `deno task torture`, a quarter of the short in `deno task test:quick`. */
export function rounds(short: number, full: number): number {
  return isFull ? full : length === "quick" ? Math.ceil(short / 4) : short;
}

/** Adds lines to the report. */
export function tell(text: string): void {
  for (const line of text.split("\n")) console.log(REPORT_MARK + line);
}

/** In the suite, which judges a change and not the luck of the day. */
const SUITE_SEED = 19_700_101;

/** The seed of this run: FERRY_SEED, or in full length a new one. It is told, so that a failure can be repeated. */
export function seedOfRun(): number {
  const given = Deno.env.get("FERRY_SEED");
  const seed = Number(given ?? (isFull ? Math.floor(Math.random() * 2 ** 31) : SUITE_SEED));
  console.log(`FERRY_SEED=${seed}`);
  return seed;
}

/** Numbers from 0 to 1 (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = state + 0x6d2b79f5 | 0;
    let bits = Math.imul(state ^ state >>> 15, 1 | state);
    bits = bits + Math.imul(bits ^ bits >>> 7, 61 | bits) ^ bits;
    return ((bits ^ bits >>> 14) >>> 0) / 2 ** 32;
  };
}

/** Draws from a seed: numbers, and items of lists. */
export class Draw {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = randomNumbers(seed);
  }

  /** A whole number from 0 on. */
  below(most: number): number {
    return Math.floor(this.#next() * most);
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }
}
