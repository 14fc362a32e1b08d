// Reads the rules that a folder of the source holds, before anything in it is looked at. Where that fails, so does the
// folder: its entries are neither copied nor deleted.

import { cString } from "../../../ffi/mod.ts";
import type { CopyContext } from "../../copy/context.ts";
import { withRetries } from "../../copy/retry.ts";
import { FolderPair } from "../../entry/folder_pair.ts";
import { sourceOf, type Subject } from "../../entry/subject.ts";
import type { RulesFailure, SourceFolder } from "../../plan/rules/folder_rule_reader.ts";
import type { WorkerContext } from "../worker/worker_context.ts";

const READ = "read the rules in";

/** Reads the rules of an open source folder; false when that failed, which was reported. */
export function readRules(worker: WorkerContext, folder: SourceFolder, handle: number): boolean {
  const { selection } = worker;
  if (!selection.hasFolderRules) return true;
  const failure = selection.readRules(folder, handle);
  return failure === null || readAgain(worker, folder, handle, failure);
}

/** By itself, because a closure costs each call of the function that may make one. */
function readAgain(
  { selection, ctx }: WorkerContext,
  folder: SourceFolder,
  handle: number,
  first: RulesFailure,
): boolean {
  let failure: RulesFailure | null = null;
  withRetries(ctx, () => subjectOf(folder, failure ?? first), READ, () => {
    failure = failure === null ? first : selection.readRules(folder, handle);
    return failure?.error ?? 0;
  });
  if (failure !== null) report(ctx, folder, failure);
  return failure === null;
}

function report(ctx: CopyContext, folder: SourceFolder, failure: RulesFailure): void {
  const { code, message, syscall } = failure;
  ctx.failWith(subjectOf(folder, failure), READ, code, message, {
    syscall: syscall && ctx.fs.callName(syscall),
  });
}

/** What could not be read: its path begins at the root. */
function subjectOf({ root }: SourceFolder, { path }: RulesFailure): Subject {
  const top = new FolderPair();
  top.reset(root, new Uint8Array(), false);
  return sourceOf(top, cString(path));
}
