// What a thread's time was spent on. The thread sleeps and works in turns, which is all that the test knows of it.

import { assertEquals, assertGreaterOrEqual } from "@std/assert";
import { threadCalls } from "../../../ffi/linux/threads.ts";
import { needsDeno, needsPrograms } from "../../support/programs.ts";
import { testOrSkip } from "../../support/skip.ts";

const { threadId, threadTimes } = threadCalls;
const ranMs = () => threadTimes(threadId())!.ranMs;
const reason = threadTimes(threadId()) === null ? "the kernel does not tell" : null;

Deno.test("threadId: the one that /proc tells", () => {
  const [process, , thread] = Deno.readLinkSync("/proc/thread-self").split("/");
  assertEquals(threadId(), Number(thread));
  assertEquals(Number(process), Deno.pid);
});

testOrSkip("threadTimes: it runs while it works, and not while it sleeps", reason, () => {
  const before = ranMs(), beganAt = performance.now();
  sleep(200);
  // What the machine makes it wait afterwards counts for a processor.
  assertGreaterOrEqual(performance.now() - beganAt - (ranMs() - before), 150);
  for (const rested = ranMs(); ranMs() - rested < 20;);
});

testOrSkip("threadTimes: each sleep is followed by a turn", reason, () => {
  const before = threadTimes(threadId())!.turns;
  for (let i = 0; i < 20; i++) sleep(1);
  assertGreaterOrEqual(threadTimes(threadId())!.turns - before, 20);
});

Deno.test("threadTimes: nothing of a thread that is not there", () => {
  assertEquals(threadTimes(2 ** 22 + 1), null);
});

const untraceable = needsPrograms("strace") ?? needsDeno();
testOrSkip("isTraced: under strace, and only there", untraceable, () => {
  const module = new URL("../../../ffi/linux/threads.ts", import.meta.url);
  const code = `import { threadCalls } from "${module}"; console.log(threadCalls.isTraced())`;
  const told = [[], ["strace", "-f", "-o", "/dev/null"]].map((prefix) => {
    const [program, ...args] = [...prefix, Deno.execPath(), "eval", code];
    const { stdout } = new Deno.Command(program, { args, env: { NO_COLOR: "1" } }).outputSync();
    return new TextDecoder().decode(stdout).trim();
  });
  assertEquals(told, ["false", "true"]);
});

function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
