// Copies one file whole, with pauses, in the thread that must handle signals and draw the screen meanwhile.

import type { Entry } from "../../entry/entry.ts";
import { MOVES_PARTS } from "../bytes/answers.ts";
import type { CopyContext } from "../context.ts";
import { copyWhole } from "./copy_file.ts";
import { outcomeOfMove, prepare } from "./fill.ts";
import { modeAtFirst } from "./mode.ts";
import { COPY, isDelivered } from "./outcome.ts";
import { beginCounting, countCopied, countFound, finish, openTarget } from "./steps.ts";

/**
 * A file that is copied with pauses. The thread that does so starts no other entry until this one is
 * done.
 */
export class CopyWithPauses {
  #at = 0;
  #copied: boolean | null = null;
  readonly #createMode: number;

  constructor(private readonly ctx: CopyContext, private readonly entry: Entry) {
    entry.isSecondCopy = false;
    this.#createMode = modeAtFirst(ctx, entry);
    beginCounting(ctx);
    countFound(ctx, entry);
    this.#begin();
  }

  /** True if the file is there, whole; null while it is being copied. */
  get copied(): boolean | null {
    return this.#copied;
  }

  /** Goes on until `mustPause` says so, the file is done with or the run stops. */
  continueCopy(mustPause: () => boolean): void {
    const { ctx: { mover, transfer, targetFile }, entry: { sourceHandle, source } } = this;
    while (this.#copied === null && !mustPause()) {
      const next = mover.movePart(sourceHandle, targetFile.handle, this.#at, source);
      this.#at = next;
      if (next < 0 || next === source.size || transfer.endedEarly) this.#end(next);
    }
  }

  #begin(): void {
    const { ctx, ctx: { targetFile }, entry, entry: { sourceHandle, source, pair } } = this;
    this.#at = 0;
    if (!openTarget(ctx, entry, this.#createMode)) return this.#conclude(COPY.failed);
    if (!prepare(ctx, entry, false)) return this.#finish(COPY.failed);
    const begun = ctx.mover.begin(sourceHandle, targetFile.handle, source, pair.targetStat.dev);
    if (begun !== MOVES_PARTS) this.#finish(outcomeOfMove(ctx, entry, begun));
  }

  #end(moved: number): void {
    const { ctx, entry } = this;
    const ended = ctx.mover.end(ctx.targetFile.handle, entry.source, moved);
    this.#finish(outcomeOfMove(ctx, entry, ended));
  }

  #finish(filled: number): void {
    const { ctx, entry } = this;
    const outcome = finish(ctx, entry, filled, this.#createMode);
    switch (outcome) {
      case COPY.copyAgain:
      case COPY.startOver:
        ctx.transfer.takeBack();
        if (outcome === COPY.copyAgain) entry.isSecondCopy = true;
        return this.#begin();
      case COPY.goByName:
        return this.#conclude(copyWhole(ctx, entry)); // no way to pause is left
    }
    this.#conclude(outcome);
  }

  #conclude(outcome: number): void {
    countCopied(this.ctx, this.entry, outcome);
    this.#copied = isDelivered(outcome);
  }
}
