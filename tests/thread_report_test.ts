// What a thread has to tell, in batches, and what is kept back until it is known whether it holds.

import { assertEquals } from "@std/assert";
import type { RunEvent } from "../lib/events.ts";
import { Report } from "../lib/thread_report.ts";

const BATCH = 256;
const PATH = new Uint8Array();

function open() {
  const batches: RunEvent[][] = [];
  const report = new Report(true, (events) => batches.push(events));
  const fail = (code: string) =>
    report.error({ op: "copy", path: PATH, syscall: null, code, message: "", fatal: false });
  const told = () => {
    report.flush();
    return batches.flat().map((event) => event.type === "error" ? event.code : event.type);
  };
  return { report, batches, fail, told };
}

Deno.test("Report: events come in their order, in one batch or when it is full", () => {
  const { report, batches } = open();
  for (let i = 0; i < BATCH - 1; i++) report.notice(`${i}`);
  assertEquals(batches, []);
  report.notice("last");
  assertEquals(batches.map(({ length }) => length), [BATCH]);
  report.flush();
  assertEquals(batches.length, 1, "nothing is no batch");
  report.operation({ op: "copy", path: PATH, entryType: "file", size: 5, method: "sendfile" });
  report.digest(PATH, 3, "abc");
  report.flush();
  assertEquals(batches[1], [
    {
      type: "operation",
      op: "copy",
      path: PATH,
      entryType: "file",
      size: 5,
      method: "sendfile",
      changes: null,
      replaces: null,
    },
    { type: "digest", path: PATH, size: 3, digest: "abc" },
  ]);
});

Deno.test("Report.flushSometimes: sends what waits, but for what was sent a moment ago", () => {
  const { report, batches } = open();
  report.flushSometimes();
  assertEquals(batches, []);
  report.notice("a");
  report.flush();
  report.notice("b");
  report.flushSometimes();
  assertEquals(batches.length, 1);
});

Deno.test("Report.hold: errors and operations are kept back, notices are not", () => {
  const { report, fail, told } = open();
  fail("before");
  report.hold();
  fail("held");
  report.notice("a");
  assertEquals(told(), ["before", "notice"]);
  report.release();
  fail("after");
  assertEquals(told(), ["before", "notice", "held", "after"]);
});

Deno.test("Report.forget: nothing of it is told, and its errors are given back", () => {
  const { report, fail, told } = open();
  report.hold();
  fail("held");
  report.operation({ op: "copy", path: PATH, entryType: "file", size: 5 });
  assertEquals(report.forget().map(({ code }) => code), ["held"]);
  fail("after");
  assertEquals(told(), ["after"]);
  assertEquals(report.forget(), []);
  report.release();
  assertEquals(told(), ["after"]);
});
