// Places in a target that are something else as well: another file system, or a folder of a source that a
// mount makes stand there.

/** Plain data, the same for all workers. Paths below the target's root, a character a raw byte. */
export interface GuardedPaths {
  /** False where the system does not tell what is mounted where. */
  readonly isKnown: boolean;
  /** Where something is mounted. */
  readonly mounts: readonly string[];
  /** What is a folder of a source: below a mount in the target, or what a mount in the source shows; `""` is the root. */
  readonly sources: readonly string[];
  /** The reverse, below the source's root: where a mount in the source shows a folder of the target. */
  readonly targets: readonly string[];
}

export const NOTHING_GUARDED: GuardedPaths = {
  isKnown: true,
  mounts: [],
  sources: [],
  targets: [],
};

/** Whether `path` is `outer` or lies below it. */
export function isWithin(path: string, outer: string): boolean {
  return outer === "" || path === outer ||
    (path.length > outer.length && path[outer.length] === "/" && path.startsWith(outer));
}
