// Which part of a tree a run had.

/** One of the parts into which a tree is divided for several runs. */
export interface Shard {
  /** From 1 to `count`. */
  readonly index: number;
  /** How many there are. */
  readonly count: number;
}

/** What a run had that was given no shard. */
export const WHOLE_TREE: Shard = { index: 1, count: 1 };
