// `--retries`: how often an entry is processed, and which of its errors are told.

import { assertEquals } from "@std/assert";
import { ENTRY_TYPE } from "../../../ffi/mod.ts";
import type { Attempt } from "../../../lib/copy/attempt.ts";
import { processWithRetries } from "../../../lib/engine/entries/retries.ts";
import { EntryTries } from "../../../lib/engine/worker/entry_tries.ts";
import type { WorkerContext } from "../../../lib/engine/worker/worker_context.ts";
import { Entry } from "../../../lib/entry/entry.ts";
import { FolderPair } from "../../../lib/entry/folder_pair.ts";
import { DEFAULT_OPTIONS } from "../../../lib/options.ts";
import { Report } from "../../../lib/thread_report.ts";
import { STOP, stop } from "../../../lib/shared/control.ts";
import { COUNTER, counterRow, createCounters } from "../../../lib/shared/counters.ts";
import { newControl } from "../../support/control.ts";

/** Processes an entry that fails with these codes, one list an attempt. */
function processed(
  attempts: string[][],
  { retries = 3, links = false, names = 1, stops = false, isShard = false } = {},
) {
  const ctx = {
    options: { ...DEFAULT_OPTIONS, retries, retryWait: 0 },
    count: counterRow(createCounters(1), 0),
    transfer: { takenFromOthers: 0 },
    control: newControl(),
    entry: new Entry(),
    report: new Report(false, () => {}),
    links: links ? {} : null,
    attempt: null as Attempt | null,
    reportError: ({ code }: { code: string }) => reported.push(code),
  };
  const reported: string[] = [], types: number[] = [], fresh: boolean[] = [];
  const pair = new FolderPair();
  pair.fresh = true;
  if (stops) stop(ctx.control, STOP.cancelled);
  const worker = { ctx, tries: new EntryTries(), paused: null, shard: isShard ? {} : null };
  processWithRetries(worker as unknown as WorkerContext, pair, ENTRY_TYPE.file, (type) => {
    types.push(type);
    fresh.push(pair.fresh);
    ctx.entry.source.words[4] = names;
    ctx.count[COUNTER.entriesSeen]++;
    for (const code of attempts.shift() ?? []) {
      const error = {
        op: "copy",
        path: new Uint8Array(),
        syscall: null,
        code,
        message: "",
        fatal: false,
      };
      if (ctx.attempt === null) ctx.reportError(error);
      else ctx.attempt.errors.push(error);
      if (!links) ctx.count[COUNTER.filesFailed]++;
    }
  });
  const { entriesSeen, filesFailed } = COUNTER;
  const counts = [ctx.count[entriesSeen], ctx.count[filesFailed]];
  return { reported, types, fresh, counts, isFresh: pair.fresh };
}

Deno.test("processWithRetries: what does not fail is processed once", () => {
  const { types, reported, counts } = processed([[]]);
  assertEquals([types, reported, counts], [[ENTRY_TYPE.file], [], [1, 0]]);
});

Deno.test("processWithRetries: a transient error is tried again, looked at anew, and neither told nor counted", () => {
  const { types, reported, counts, fresh, isFresh } = processed([["EIO"], ["EBUSY", "EIO"], []]);
  assertEquals(types, [ENTRY_TYPE.file, ENTRY_TYPE.unknown, ENTRY_TYPE.unknown]);
  assertEquals([reported, counts], [[], [1, 0]]);
  assertEquals([fresh, isFresh], [[true, false, false], true]);
});

Deno.test("processWithRetries: what is no transient error is told at once, with all beside it", () => {
  const { types, reported, counts, isFresh } = processed([["EIO", "EACCES"], []]);
  assertEquals([types.length, reported, counts, isFresh], [1, ["EIO", "EACCES"], [1, 2], true]);
});

Deno.test("processWithRetries: the last attempt's errors are told, and no other's", () => {
  const { types, reported, counts } = processed([["EIO"], ["EIO"], ["EBUSY"]], { retries: 2 });
  assertEquals([types.length, reported, counts], [3, ["EBUSY"], [1, 1]]);
  assertEquals(processed([["EIO"]], { retries: 0 }).reported, ["EIO"]);
});

Deno.test("processWithRetries: a run that ends waits for no further attempt", () => {
  assertEquals(processed([["EIO"], ["EIO"]], { stops: true }).types.length, 1);
});

Deno.test("processWithRetries: one of several names that is in place is not tried again: it would count as done", () => {
  assertEquals(processed([["EIO"], []], { links: true, names: 2 }).reported, ["EIO"]);
  assertEquals(processed([["EIO"], []], { links: true, names: 1 }).reported, []);
});

Deno.test("processWithRetries: in a shard what another run has made is looked at anew, at once; elsewhere it is an error", () => {
  const taken = [["EEXIST"], ["ENOENT", "TARGET_CHANGED"], []];
  const { types, reported, counts, fresh } = processed([...taken], { retries: 0, isShard: true });
  assertEquals(types, [ENTRY_TYPE.file, ENTRY_TYPE.unknown, ENTRY_TYPE.unknown]);
  assertEquals([reported, counts, fresh], [[], [1, 0], [true, false, false]]);
  assertEquals(processed([...taken], { retries: 0 }).reported, ["EEXIST"]);
});

Deno.test("processWithRetries: in a shard what stays taken is an error in the end, and what is none of others' at once", () => {
  const always = Array.from({ length: 50 }, () => ["EEXIST"]);
  const { types, reported } = processed(always, { retries: 0, isShard: true });
  assertEquals([types.length, reported], [11, ["EEXIST"]]);
  const mixed = processed([["EEXIST", "EACCES"], []], { retries: 0, isShard: true });
  assertEquals([mixed.types.length, mixed.reported], [1, ["EEXIST", "EACCES"]]);
});
