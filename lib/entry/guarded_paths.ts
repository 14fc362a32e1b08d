// Paths of a target that are something else as well: another file system, or a folder of a source that a mount shows
// there.

/** Plain data, the same for all workers. Paths below the target's root, a character a raw byte. */
export interface GuardedPaths {
  /** False if the system has no list of its mounts. */
  readonly isKnown: boolean;
  /** Mount points. */
  readonly mounts: readonly string[];
  /** Folders of a source: below a mount in the target, or shown by a mount in the source; `""` is the root. */
  readonly sources: readonly string[];
  /** Below the source's root: folders of the target that a mount in the source shows. */
  readonly targets: readonly string[];
  /** Whether other file systems are mounted in a source. */
  readonly isSourceMixed: boolean;
  /** Below the source's root: where file systems begin that may show folders of the target, and do not tell; `""` is the root. */
  readonly untold: readonly string[];
}

export const NOTHING_GUARDED: GuardedPaths = {
  isKnown: true,
  mounts: [],
  sources: [],
  targets: [],
  isSourceMixed: false,
  untold: [],
};

/** Whether `path` is `outer` or lies below it. */
export function isWithin(path: string, outer: string): boolean {
  return outer === "" || path === outer ||
    (path.length > outer.length && path[outer.length] === "/" && path.startsWith(outer));
}
