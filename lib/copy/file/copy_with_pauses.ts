// Copies one file whole, with pauses: for the thread that must hear signals and move the screen meanwhile.

import { MOVES_PARTS } from "../bytes/answers.ts";
import { CALL_BYTES } from "../../thresholds.ts";
import type { CopyContext } from "../context.ts";
import type { Entry } from "../../entry/entry.ts";
import { isFilled, prepare } from "./fill.ts";
import { modeAtFirst } from "./mode.ts";
import { countCopied, countFound, finish, openTarget } from "./steps.ts";
import { target } from "./target_file.ts";

/**
 * A file that is copied with pauses, by a thread that must hear signals meanwhile. No other file may be
 * copied by it until this one is done with.
 */
export class CopyWithPauses {
  #at = 0;
  #copied: boolean | null = null;
  readonly #createMode: number;

  constructor(private readonly ctx: CopyContext, private readonly entry: Entry) {
    entry.isAgain = false;
    this.#createMode = modeAtFirst(ctx, entry);
    countFound(ctx, entry);
    this.#begin();
  }

  /** Whether the file now stands there whole; null while it does not. */
  get copied(): boolean | null {
    return this.#copied;
  }

  /** Goes on until `mustPause` says so, the file is done with or the run stops. */
  goOn(mustPause: () => boolean): void {
    const { ctx: { mover, transfer }, entry: { handle, source } } = this;
    while (this.#copied === null && !mustPause()) {
      const end = Math.min(this.#at + CALL_BYTES, source.size);
      const moved = mover.movePart(handle, target.handle, this.#at, end);
      this.#at = end;
      if (moved !== 0 || end === source.size || transfer.endedEarly) this.#end(moved);
    }
  }

  #begin(): void {
    const { ctx, entry, entry: { handle, source, pair } } = this;
    this.#at = 0;
    if (!openTarget(ctx, entry, this.#createMode)) return this.#conclude(false);
    if (!prepare(ctx, entry, target, false)) return this.#finish(false);
    const begun = ctx.mover.begin(handle, target.handle, source, pair.targetStat.dev);
    if (begun !== MOVES_PARTS) this.#finish(isFilled(ctx, entry, target, begun));
  }

  #end(moved: number): void {
    this.ctx.mover.end(target.handle);
    this.#finish(isFilled(this.ctx, this.entry, target, moved));
  }

  #finish(filled: boolean): void {
    const copied = finish(this.ctx, this.entry, filled, this.#createMode);
    if (target.mustCopyAgain) this.entry.isAgain = true;
    if (target.mustStartOver || target.mustCopyAgain) this.#begin();
    else this.#conclude(copied);
  }

  #conclude(copied: boolean): void {
    countCopied(this.ctx, this.entry, copied);
    this.#copied = copied;
  }
}
