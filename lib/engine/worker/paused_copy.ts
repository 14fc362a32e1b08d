// A large file in whose middle the main thread pauses, to hear signals and move the screen, and what is to
// be done when it is copied: the functions that began it have returned by then.

import type { CopyWithPauses } from "../../copy/file/copy_with_pauses.ts";

export class PausedEntry {
  readonly #after: (() => void)[] = [];

  constructor(private readonly copy: CopyWithPauses) {}

  /** Whether the copy succeeded; valid once `continueCopy` was true. */
  get copied(): boolean {
    return this.copy.copied === true;
  }

  /** Adds what is to be done at the end, after what was added before. */
  then(action: () => void): void {
    this.#after.push(action);
  }

  /** Copies until `mustPause` is true; true when the copy has ended, after which `end` is to be called. */
  continueCopy(mustPause: () => boolean): boolean {
    this.copy.continueCopy(mustPause);
    return this.copy.copied !== null;
  }

  end(): void {
    for (const action of this.#after) action();
  }
}
