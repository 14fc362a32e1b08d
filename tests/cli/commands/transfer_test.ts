// From settings to the exit code, with an engine that only pretends: signals, refusals, what is passed on.

import { assertEquals, assertRejects } from "@std/assert";
import { transfer } from "../../../lib/cli/commands/transfer.ts";
import { Painter } from "../../../lib/cli/screen/painter.ts";
import { makeStyle } from "../../../lib/cli/screen/terminal.ts";
import { FerryError, StoppedError } from "../../../lib/errors.ts";
import type { RunOptions } from "../../support/runs.ts";
import type { Summary } from "../../../lib/summary.ts";
import { Recorder, settingsOf, summary } from "../fixtures.ts";

/** Runs with a pretended engine; gives the exit code and what was printed. */
async function runWith(
  flags: readonly string[],
  engine: (common: RunOptions) => Promise<Summary>,
) {
  const [stdout, stderr] = [new Recorder(), new Recorder()];
  const painter = new Painter({ stdout, stderr, progress: "plain", columns: () => 80 });
  const style = makeStyle(false, "never", false);
  const screen = { painter, stdout: style, stderr: style, progress: "plain" } as const;
  try {
    const exitCode = await transfer(settingsOf("mirror", ...flags, "src", "dst"), screen, engine);
    painter.close();
    return { exitCode, stdout: stdout.text };
  } catch (error) {
    painter.close();
    throw Object.assign(error as Error, { stdout: stdout.text });
  }
}

/** Starts a pretended run in a process of its own (the test runner keeps SIGINT to itself) and waits for it. */
async function spawnRun(manners: "polite" | "stubborn") {
  const program = new URL("../pretended_run.ts", import.meta.url).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", program, manners],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stderr = child.stderr.getReader();
  const waitForLine = async () => new TextDecoder().decode((await stderr.read()).value);
  assertEquals(await waitForLine(), "running\n");
  return { child, waitForLine, stderr };
}

const CODES = [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]] as const;

for (const [name, exitCode] of CODES) {
  Deno.test(`transfer: ${name} aborts the run, prints the summary, exits with ${exitCode}`, async () => {
    const { child, waitForLine, stderr } = await spawnRun("polite");
    child.kill(name);
    assertEquals(await waitForLine(), "aborted\n");
    assertEquals(await new Response(child.stdout).text(), "interrupted: nothing done in 1.23 s\n");
    assertEquals((await child.status).code, exitCode);
    await stderr.cancel();
  });
}

Deno.test("transfer: the second signal exits at once, with what was printed so far", async () => {
  const { child, waitForLine, stderr } = await spawnRun("stubborn");
  child.kill("SIGINT");
  assertEquals(await waitForLine(), "aborted\n");
  await new Promise((resolve) => setTimeout(resolve, 300)); // any sooner it would be the same request
  child.kill("SIGTERM");
  assertEquals(await new Response(child.stdout).text(), "copy 'dir/file' (reflink)\n");
  assertEquals((await child.status).code, 143);
  await stderr.cancel();
});

Deno.test("transfer: passes the options, the filters and the interval on", async () => {
  let seen: RunOptions = {};
  const { exitCode } = await runWith(["-j3", "--exclude", "*.o"], (common) => {
    seen = common;
    return Promise.resolve(summary({ outcome: "partial" }));
  });
  assertEquals(exitCode, 1);
  assertEquals([seen.jobs, seen.delete, seen.progressIntervalMs], [3, true, 1000]);
  assertEquals(seen.countsSource, true);
  assertEquals(seen.filters, [{ include: false, pattern: "*.o" }]);
});

Deno.test("transfer: a refusal goes up to who tells people and programs of it", async () => {
  const refuse = () => Promise.reject(new StoppedError("EMPTY_SOURCE", "src is empty"));
  for (const flags of [[], ["--json"]]) {
    const error = await assertRejects(() => runWith(flags, refuse), FerryError);
    assertEquals((error as unknown as { stdout: string }).stdout, "");
  }
});
