// What is counted and told of a folder that nobody can see yet.

import { assertEquals } from "@std/assert";
import type { CopyContext } from "../../../lib/copy/context.ts";
import { PendingReport } from "../../../lib/engine/folders/pending_report.ts";
import type { ErrorEvent, RunEvent } from "../../../lib/events.ts";
import { Report } from "../../../lib/thread_report.ts";
import { STOP, stop } from "../../../lib/shared/control.ts";
import { newControl } from "../../support/control.ts";

function begin() {
  const told: string[] = [];
  const report = new Report(true, (events: RunEvent[]) => {
    told.push(...events.map((event) => event.type));
  });
  const count = Float64Array.of(1, 2);
  const control = newControl();
  const reportError = (error: Omit<ErrorEvent, "type">) => void report.error(error);
  const ctx = { report, count, control, reportError } as unknown as CopyContext;
  const pending = new PendingReport(ctx);
  count[0]++;
  report.operation({ op: "copy", path: new Uint8Array(), entryType: "file" });
  report.error({
    op: "copy",
    path: new Uint8Array(),
    syscall: null,
    code: "EIO",
    message: "",
    fatal: false,
  });
  const all = () => {
    report.flush();
    return told;
  };
  return { pending, count, control, all };
}

Deno.test("PendingReport.release: all of it holds and is told", () => {
  const { pending, count, all } = begin();
  assertEquals(all(), []);
  pending.release();
  assertEquals([all(), count[0]], [["operation", "error"], 2]);
});

Deno.test("PendingReport.discard: nothing of it counts or is told: it is done again", () => {
  const { pending, count, all } = begin();
  pending.discard();
  assertEquals([all(), [...count]], [[], [1, 2]]);
});

Deno.test("PendingReport.discard: of a run that ends the errors are told, for nobody else would tell them", () => {
  const { pending, count, control, all } = begin();
  stop(control, STOP.fatal);
  pending.discard();
  assertEquals([all(), [...count]], [["error"], [1, 2]]);
});
