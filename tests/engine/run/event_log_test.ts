// What the threads report: passed on, counted, and the first errors kept.

import { assertEquals } from "@std/assert";
import type { RunRequest } from "../../../lib/engine/roots/request.ts";
import { EventLog } from "../../../lib/engine/run/event_log.ts";
import type { ErrorEvent, RunEvent } from "../../../lib/events.ts";

function setUp() {
  const events: RunEvent[] = [];
  const onEvent = (event: RunEvent) => events.push(event);
  const request = {
    dest: "ta rget",
    ownFiles: [{ path: "sums", what: "digests" }],
    onEvent,
  } as unknown as RunRequest;
  return { log: new EventLog(request), events };
}

function errorWith(fields: Partial<ErrorEvent> = {}): ErrorEvent {
  return {
    type: "error",
    op: "read",
    path: new TextEncoder().encode("s/f"),
    syscall: "read",
    code: "EIO",
    message: "Input/output error",
    fatal: false,
    ...fields,
  };
}

Deno.test("EventLog.receive: every event is passed on in order; only errors are counted", () => {
  const { log, events } = setUp();
  const given = [
    { type: "notice", message: "a" } as const,
    errorWith(),
    errorWith({ hasChanged: true }),
  ];
  log.receive(given);
  assertEquals(events, given);
  assertEquals([log.errorCount, log.changedCount], [2, 1]);
});

Deno.test("EventLog.receive: the first hundred errors are kept, all are counted and passed on", () => {
  const { log, events } = setUp();
  log.receive(Array.from({ length: 150 }, (_, i) => errorWith({ message: String(i) })));
  assertEquals([log.errors.length, log.errorCount, events.length], [100, 150, 150]);
  assertEquals(log.errors.at(-1)?.message, "99");
});

Deno.test("EventLog.receive: a list among the verified files is a refusal, not an error of the run", () => {
  const { log, events } = setUp();
  log.receive([errorWith({ code: "LIST_IS_VERIFIED", message: "0" })]);
  assertEquals([log.errorCount, events.length], [0, 0]);
  assertEquals([log.refusal?.kind, log.refusal?.code], ["usage", "LIST_IS_VERIFIED"]);
});

Deno.test("EventLog.fail: is about DEST, without a call and not fatal unless that is said", () => {
  const { log, events } = setUp();
  log.fail({ op: "delete from", code: "DELETE_GUARD", message: "too many" });
  log.fail({ op: "keep", code: "EPERM", message: "no", syscall: "setxattr", fatal: true });
  const path = new TextEncoder().encode("ta rget");
  assertEquals(events, [
    errorWith({
      op: "delete from",
      path,
      syscall: null,
      code: "DELETE_GUARD",
      message: "too many",
    }),
    errorWith({ op: "keep", path, syscall: "setxattr", code: "EPERM", message: "no", fatal: true }),
  ]);
});
