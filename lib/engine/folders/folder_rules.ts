// Reads the rules that a folder of the source holds, before anything in it is looked at. Where that fails, so does the
// folder: its entries are neither copied nor deleted.

import { cString } from "../../../ffi/mod.ts";
import type { CopyContext } from "../../copy/context.ts";
import { withRetries } from "../../copy/retry.ts";
import { FolderPair } from "../../entry/folder_pair.ts";
import { sourceOf } from "../../entry/subject.ts";
import type { RulesFailure } from "../../plan/rules/folder_rule_reader.ts";
import type { WorkerContext } from "../worker/worker_context.ts";

const READ = "read the rules in";

/** Reads the rules of the pair's open source folder; false when that failed, which was reported. */
export function readRules({ selection, ctx }: WorkerContext, pair: FolderPair): boolean {
  if (!selection.hasFolderRules) return true;
  let failure = selection.readRules(pair, pair.source);
  if (failure === null) return true;
  let isFirst = true;
  withRetries(ctx, sourceOf(pair, null), READ, () => {
    if (!isFirst) failure = selection.readRules(pair, pair.source);
    isFirst = false;
    return failure?.error ?? 0;
  });
  if (failure !== null) report(ctx, pair, failure);
  return failure === null;
}

function report(ctx: CopyContext, { root }: FolderPair, failure: RulesFailure): void {
  const { path, code, message, syscall } = failure;
  const top = new FolderPair(); // paths of failures begin at the root
  top.reset(root, new Uint8Array(), false);
  ctx.failWith(sourceOf(top, cString(path)), READ, code, message, {
    syscall: syscall && ctx.fs.callName(syscall),
  });
}
