// The ids that targets get for those that sources have. Most trees have few owners, so each answer is remembered.

import { type IdRule, type IdTest, testOf } from "../id_rules.ts";

/** Answers that are remembered; a tree with more owners has them looked up again. */
const MOST_ANSWERS = 4096;

/** The name of an id, empty if it has none. */
export type NameOf = (id: number) => string;

export class IdMap {
  readonly #rules: readonly { readonly fits: IdTest; readonly to: number }[];
  readonly #answers = new Map<number, number>();

  /** @param rules with numbers to map to */
  constructor(rules: readonly IdRule[], private readonly nameOf: NameOf) {
    this.#rules = rules.map(({ from, to }) => ({ fits: testOf(from), to: Number(to) }));
  }

  /** The id that a target gets for a source's. */
  of(id: number): number {
    const known = this.#answers.get(id);
    if (known !== undefined) return known;
    const to = this.#rules.find(({ fits }) => fits(id, this.nameOf))?.to ?? id;
    if (this.#answers.size >= MOST_ANSWERS) this.#answers.clear();
    this.#answers.set(id, to);
    return to;
  }
}
