// Holds back what is counted and reported of a staged folder until it has its name.

import type { CopyContext } from "../../copy/context.ts";
import { isStopping } from "../../shared/control.ts";

export class PendingReport {
  readonly #before: Float64Array;

  constructor(private readonly ctx: CopyContext) {
    this.#before = ctx.count.slice();
    ctx.report.hold();
  }

  /** Reports what was held back: the folder has its name. */
  release(): void {
    this.ctx.report.release();
  }

  /** Takes back counts and reports: the folder was removed and is done again. */
  discard(): void {
    const { ctx, ctx: { count, control, report } } = this;
    count.set(this.#before);
    const errors = report.forget();
    // A run that stops does nothing again, and its errors say why.
    if (isStopping(control)) { for (const error of errors) ctx.reportError(error); }
  }
}
