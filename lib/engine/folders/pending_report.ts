// What is counted and told of a folder that nobody can see yet: it holds once the folder has its name.

import type { CopyContext } from "../../copy/context.ts";
import { isStopping } from "../../shared/control.ts";

export class PendingReport {
  readonly #before: Float64Array;

  constructor(private readonly ctx: CopyContext) {
    this.#before = ctx.count.slice();
    ctx.report.hold();
  }

  /** The folder has its name. */
  release(): void {
    this.ctx.report.release();
  }

  /** It has not, and nothing of it is left: all of that is to be done again, and told then. */
  discard(): void {
    const { ctx, ctx: { count, control, report } } = this;
    count.set(this.#before);
    const errors = report.forget();
    // Of a run that ends here nobody else would tell why.
    if (isStopping(control)) { for (const error of errors) ctx.reportError(error); }
  }
}
