// A large file in whose middle the main thread pauses, to hear signals and move the screen, and all that
// is to be done when it is through: the functions that began it have returned by then.

import type { CopyWithPauses } from "../../copy/file/copy_with_pauses.ts";

export class PausedEntry {
  readonly #after: (() => void)[] = [];

  constructor(private readonly copy: CopyWithPauses) {}

  /** Whether the file stands there whole; asked when it is through. */
  get copied(): boolean {
    return this.copy.copied === true;
  }

  /** Adds what is to be done when the file is through, after what was added before. */
  then(action: () => void): void {
    this.#after.push(action);
  }

  /** Goes on until `mustPause` says so; true when the file is through, and `end` is to be called. */
  goOn(mustPause: () => boolean): boolean {
    this.copy.goOn(mustPause);
    return this.copy.copied !== null;
  }

  end(): void {
    for (const action of this.#after) action();
  }
}
