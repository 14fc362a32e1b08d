// What removing target entries and reporting which would be removed have in common: how calls are retried, and how
// deletions and failures are reported.

import { type CString, cString } from "../../../ffi/mod.ts";
import { type FolderPair, reportPath } from "../../entry/folder_pair.ts";
import { entryTypeName } from "../../entry/entry_type_name.ts";
import { extraOf, type Subject } from "../../entry/subject.ts";
import type { OperationCost } from "../../events.ts";
import { isStopping } from "../../shared/control.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { CopyContext } from "../context.ts";
import { withRetries } from "../retry.ts";
import type { Obstacle } from "./obstacles.ts";
import { TargetVisitor } from "./target_visitor.ts";

export abstract class DeletionVisitor extends TargetVisitor {
  override shouldContinue(): boolean {
    return !isStopping(this.ctx.control);
  }

  override visitAll(name: CString, listed: number): boolean {
    return this.shouldContinue() && super.visitAll(name, listed);
  }

  override walkThrough(name: CString, known = name): boolean {
    return this.shouldContinue() && super.walkThrough(name, known);
  }

  override attempt(path: Uint8Array, call: () => number): number {
    return this.withRetries(() => path, call);
  }

  override failed(path: Uint8Array, syscall: string, error: number): void {
    this.ctx.fail(this.#subject(path), "delete", syscall, error);
  }

  protected override blocked({ path, code, message }: Obstacle): void {
    this.ctx.failWith(this.#subject(path), "delete", code, message);
  }

  /** @param path of the entry below the root: called only if something is reported */
  protected withRetries(path: () => Uint8Array, call: () => number): number {
    return withRetries(this.ctx, () => this.#subject(path()), "delete", call);
  }

  #subject(path: Uint8Array): Subject {
    const above = this.pair.path.length;
    const below = above === 0 ? path : path.subarray(above + 1);
    return extraOf(this.pair, cString(below));
  }
}

/**
 * Counts and reports a deletion.
 *
 * @param path of the entry below the root: asked only where deletions are reported
 */
export function reportDeleted(
  ctx: CopyContext,
  { root }: FolderPair,
  path: () => Uint8Array,
  type: number,
  cost?: OperationCost,
): void {
  ctx.count[COUNTER.deleted]++;
  if (!ctx.report.wantsOperations) return;
  ctx.report.operation({
    op: "delete",
    path: reportPath(root, path()),
    entryType: entryTypeName(type),
    ...(cost === undefined ? {} : { cost }),
  });
}
