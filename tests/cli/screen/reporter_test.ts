// Which events are printed where, under `-v`, `-i`, `-q` and `--json`.

import { assert, assertEquals } from "@std/assert";
import { Painter } from "../../../lib/cli/screen/painter.ts";
import { Reporter } from "../../../lib/cli/screen/reporter.ts";
import { makeStyle } from "../../../lib/cli/screen/terminal.ts";
import {
  error,
  NO_PROGRESS,
  NO_TOTALS,
  operation,
  Recorder,
  settingsOf,
  summary,
} from "../fixtures.ts";

/** Prints one event of each kind and a summary. */
function print(...flags: string[]) {
  const [stdout, stderr] = [new Recorder(), new Recorder()];
  const painter = new Painter({ stdout, stderr, progress: "off", columns: () => 80 });
  const style = makeStyle(false, "never", false);
  const screen = { painter, stdout: style, stderr: style, progress: "off" } as const;
  const reporter = new Reporter(settingsOf("mirror", ...flags, "src", "dst"), screen);
  reporter.onEvent(operation());
  reporter.onEvent({ type: "notice", message: "a notice" });
  reporter.onEvent(error());
  reporter.summary(summary({ outcome: "partial", errorCount: 1, errors: [error()] }), 1);
  painter.close();
  return { stdout: stdout.text.trimEnd().split("\n"), stderr: stderr.text };
}

const ERRORS = "ferry: cannot copy 'a/b': Permission denied (EACCES)\nferry: 1 error\n";

Deno.test("Reporter: text", () => {
  const { stdout, stderr } = print("-v");
  assertEquals(stdout, ["copy 'dir/file' (reflink)", "nothing to do in 1.23 s"]);
  assertEquals(stderr, `ferry: a notice\n${ERRORS}`);
});

Deno.test("Reporter: --out-format goes before -v and -i; --print0 ends lines in NUL", () => {
  assertEquals(print("-vi", "--out-format=%o %n").stdout[0], "send dir/file");
  const { stdout, stderr } = print("--print0");
  assertEquals(stdout, ["dir/file\0"]);
  assertEquals(
    stderr,
    `ferry: a notice\n${ERRORS.replace("ferry: 1", "nothing to do in 1.23 s\nferry: 1")}`,
  );
  assertEquals(print("--print0", "--out-format=<%n>").stdout, ["<dir/file>\0"]);
  assertEquals(print("--print0", "-i").stdout, [">f+++++++++ dir/file\0"]);
});

Deno.test("Reporter: -i, even with -v", () => {
  assertEquals(print("-vi").stdout[0], ">f+++++++++ dir/file");
});

Deno.test("Reporter: the progress is gone before the summary and does not come back", () => {
  const both = new Recorder();
  const options = { stdout: both, stderr: both, columns: () => 80, now: () => 0 };
  const painter = new Painter({ ...options, progress: "redraw" });
  const style = makeStyle(true, "never", false);
  const screen = { painter, stdout: style, stderr: style, progress: "redraw" } as const;
  const reporter = new Reporter(settingsOf("mirror", "src", "dst"), screen);
  reporter.onEvent({ type: "progress", ...NO_TOTALS, ...NO_PROGRESS, durationMs: 1000 });
  reporter.summary(summary({ errorCount: 1 }), 1);
  painter.close();
  const [progress, rest] = both.text.split("0:01");
  assert(progress.startsWith("\r\x1b[2K0 files"), progress);
  assertEquals(rest, "\r\x1b[2Knothing to do in 1.23 s\nferry: 1 error\n");
});

Deno.test("Reporter: --json --progress has objects on stdout and nothing on stderr", () => {
  const [stdout, stderr] = [new Recorder(), new Recorder()];
  const painter = new Painter({ stdout, stderr, progress: "json", columns: () => 80 });
  const style = makeStyle(false, "never", false);
  const screen = { painter, stdout: style, stderr: style, progress: "json" } as const;
  const reporter = new Reporter(settingsOf("mirror", "--json", "--progress", "s", "d"), screen);
  reporter.onEvent({ type: "progress", ...NO_TOTALS, ...NO_PROGRESS, durationMs: 1000 });
  reporter.summary(summary(), 0);
  painter.close();
  const types = stdout.text.trimEnd().split("\n").map((line) => JSON.parse(line).type);
  assertEquals([types, stderr.text], [["progress", "summary"], ""]);
});

Deno.test("Reporter: a second walk begins with a share and a speed of its own", () => {
  const stdout = new Recorder();
  const painter = new Painter({ stdout, stderr: stdout, progress: "json", columns: () => 80 });
  const style = makeStyle(false, "never", false);
  const screen = { painter, stdout: style, stderr: style, progress: "json" } as const;
  const reporter = new Reporter(settingsOf("mirror", "--json", "--progress", "s", "d"), screen);
  const counted = { sourceFiles: 10_000, sourceBytes: 1000 };
  for (
    const [durationMs, filesDone] of [[1000, 5000], [2000, 10_000], [3000, 1000], [4000, 2000]]
  ) {
    const done = {
      filesDone,
      bytesDone: filesDone / 10,
      bytesCopied: filesDone / 10,
      durationMs,
    };
    reporter.onEvent({ type: "progress", ...NO_TOTALS, ...NO_PROGRESS, ...counted, ...done });
  }
  painter.close();
  const events = stdout.text.trimEnd().split("\n").map((line) => JSON.parse(line));
  assertEquals(events.map(({ fraction }) => fraction.toFixed(2)), ["0.50", "1.00", "0.10", "0.20"]);
  assertEquals(events.at(-1).bytes_per_second, 100);
});

Deno.test("Reporter: the speed of verify is that of its reading", () => {
  const stdout = new Recorder();
  const painter = new Painter({ stdout, stderr: stdout, progress: "json", columns: () => 80 });
  const style = makeStyle(false, "never", false);
  const screen = { painter, stdout: style, stderr: style, progress: "json" } as const;
  const reporter = new Reporter(settingsOf("verify", "--json", "--progress", "s", "d"), screen);
  for (const durationMs of [1000, 2000]) {
    const done = { bytesDone: durationMs, bytesVerified: durationMs, durationMs };
    reporter.onEvent({ type: "progress", ...NO_TOTALS, ...NO_PROGRESS, ...done });
  }
  painter.close();
  const speeds = stdout.text.trimEnd().split("\n").map((line) => JSON.parse(line).bytes_per_second);
  assertEquals(speeds, [1000, 1000]);
});

Deno.test("Reporter: --stats adds the counters", () => {
  assertEquals(print("--stats").stdout.length, 19);
});

Deno.test("Reporter: -q prints errors only", () => {
  const { stdout, stderr } = print("-q");
  // Operations may come all the same: for --log-file.
  assertEquals(stdout, [""]);
  assertEquals(stderr, ERRORS);
});

Deno.test("Reporter: advice on an error, once", () => {
  const { stdout, stderr } = print("-q");
  assertEquals([stdout.length, stderr.includes("ulimit")], [1, false]);
  const recorder = new Recorder();
  const painter = new Painter({
    stdout: recorder,
    stderr: recorder,
    progress: "off",
    columns: () => 80,
  });
  const style = makeStyle(false, "never", false);
  const screen = { painter, stdout: style, stderr: style, progress: "off" } as const;
  const reporter = new Reporter(settingsOf("mirror", "src", "dst"), screen);
  for (const path of ["a", "b"]) {
    reporter.onEvent(
      error({
        path: new TextEncoder().encode(path),
        code: "EMFILE",
        message: "Too many open files",
      }),
    );
  }
  painter.close();
  const lines = recorder.text.trimEnd().split("\n");
  assertEquals([lines.length, lines[1].includes("ulimit -n")], [3, true], recorder.text);
});

Deno.test("Reporter: --json has JSON alone on stdout, the summary last", () => {
  const { stdout, stderr } = print("--json", "-v", "--stats");
  assertEquals(stdout.map((line) => JSON.parse(line).type), ["operation", "error", "summary"]);
  assertEquals(stderr, `ferry: a notice\n${ERRORS}`);
});
