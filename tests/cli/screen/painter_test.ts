// The owner of the terminal: what is written, in which order, and how often.

import { assert, assertEquals } from "@std/assert";
import { Painter, type ProgressMode } from "../../../lib/cli/screen/painter.ts";
import { Sink } from "../../../lib/cli/screen/sink.ts";
import { until } from "../../support/ferry_process.ts";
import { NO_PROGRESS, Recorder } from "../fixtures.ts";

const OUTLOOK = { fraction: null, leftMs: null };
const CLEAR = "\r\x1b[2K";

/** A painter whose streams share a recorder and whose clock stands still unless moved. */
function makePainter(progress: ProgressMode) {
  const stdout = new Recorder();
  const stderr = new Recorder();
  const clock = { ms: 0 };
  const now = () => clock.ms;
  const painter = new Painter({ stdout, stderr, progress, columns: () => 41, now });
  const show = (durationMs: number) => {
    clock.ms = durationMs;
    painter.progress({ ...NO_PROGRESS, durationMs, bytesPerSecond: 0, ...OUTLOOK });
  };
  return { painter, stdout, stderr, clock, show };
}

Deno.test("Painter: 100,000 lines are few writes, and none is lost", () => {
  const { painter, stdout } = makePainter("off");
  for (let i = 0; i < 100_000; i++) painter.out(`line ${i}\n`);
  painter.close();
  assert(stdout.writes.length < 50, `${stdout.writes.length} writes`);
  assertEquals(stdout.text.split("\n").length, 100_001);
});

Deno.test("Painter: lines wait no longer than 100 ms", () => {
  const { painter, stdout, clock } = makePainter("off");
  painter.out("a\n");
  assertEquals(stdout.text, "");
  clock.ms = 150;
  painter.out("b\n");
  assertEquals(stdout.text, "a\nb\n");
  painter.close();
});

Deno.test("Painter: a line that nothing follows is written all the same", async () => {
  const { painter, stdout } = makePainter("off");
  painter.out("a\n");
  assertEquals(stdout.text, "");
  await until("the line is written", () => stdout.text === "a\n");
});

Deno.test("Painter: stdout and stderr keep the order in which they were printed", () => {
  const both = new Recorder();
  const painter = new Painter({ stdout: both, stderr: both, progress: "off", columns: () => 80 });
  painter.out("1\n");
  painter.err("2\n");
  painter.out("3\n");
  painter.close();
  assertEquals(both.text, "1\n2\n3\n");
});

Deno.test("Painter: redraws at most ten times a second, and not in the first moments", () => {
  const { painter, stderr, show } = makePainter("redraw");
  show(100);
  assertEquals(stderr.text, "");
  for (let ms = 200; ms < 1200; ms += 10) show(ms);
  assertEquals(stderr.text.split(CLEAR).length - 1, 10);
  painter.close();
});

Deno.test("Painter: clears the progress before a line and at the end", () => {
  const both = new Recorder();
  const options = { stdout: both, stderr: both, columns: () => 41, now: () => 0 };
  const painter = new Painter({ ...options, progress: "redraw" });
  painter.progress({ ...NO_PROGRESS, durationMs: 1000, bytesPerSecond: 0, ...OUTLOOK });
  const drawn = both.text;
  assert(drawn.startsWith(CLEAR) && drawn.length <= CLEAR.length + 40);
  painter.out("line\n");
  painter.flush();
  assertEquals(both.text, `${drawn}${CLEAR}line\n${drawn}`);
  painter.close();
  assertEquals(both.text, `${drawn}${CLEAR}line\n${drawn}${CLEAR}`);
});

Deno.test("Painter: a window that becomes narrower breaks the progress into rows, which all go", () => {
  const stderr = new Recorder();
  let columns = 81;
  const options = { stdout: stderr, stderr, columns: () => columns, now: () => 0 };
  const painter = new Painter({ ...options, progress: "redraw" });
  const state = { ...NO_PROGRESS, sourceFiles: 1, sourceBytes: 10, bytesDone: 5 };
  painter.progress({ ...state, durationMs: 1000, bytesPerSecond: 0, fraction: 0.5, leftMs: 1000 });
  const drawn = stderr.text.slice(CLEAR.length);
  columns = 20;
  painter.out("line\n");
  painter.flush();
  const rows = Math.ceil(drawn.length / 20);
  assertEquals(
    stderr.text,
    `${CLEAR}${drawn}\r\x1b[${rows - 1}A\x1b[Jline\n${CLEAR}${drawn.slice(0, 19)}`,
  );
  painter.close();
});

Deno.test("Painter: leaves the last column free", () => {
  const stderr = new Recorder();
  const options = { stdout: stderr, stderr, columns: () => 61, now: () => 0 };
  const painter = new Painter({ ...options, progress: "redraw" });
  const half = { ...NO_PROGRESS, sourceFiles: 1, sourceBytes: 10, bytesDone: 5 };
  painter.progress({ ...half, durationMs: 1000, bytesPerSecond: 0, fraction: 0.5, leftMs: 1000 });
  assertEquals(stderr.text.length, CLEAR.length + 60);
  painter.close();
});

Deno.test("Painter: plain progress every five seconds, none for short runs", () => {
  const { painter, stderr, show } = makePainter("plain");
  for (let ms = 0; ms < 4900; ms += 100) show(ms);
  painter.flush();
  assertEquals(stderr.text, "");
  for (let ms = 4900; ms <= 16_000; ms += 100) show(ms);
  painter.close();
  assertEquals(stderr.text.split("\n").length - 1, 3);
  assert(!stderr.text.includes("\x1b"));
});

Deno.test("Painter: shows no progress when it is off", () => {
  const { painter, stderr, show } = makePainter("off");
  show(10_000);
  painter.close();
  assertEquals(stderr.text, "");
});

Deno.test("Sink: writes on after a short write and after EAGAIN", () => {
  const taken: number[] = [];
  let calls = 0;
  const sink = new Sink({
    writeSync(bytes) {
      if (++calls === 2) throw new Deno.errors.WouldBlock();
      taken.push(bytes[0]);
      return 1;
    },
  });
  sink.write(new Uint8Array([1, 2, 3]));
  assertEquals(taken, [1, 2, 3]);
  assertEquals(sink.failure, null);
});

Deno.test("Sink: a reader that left is no failure, a full disk is; neither is tried again", () => {
  for (
    const [thrown, isFailure] of [
      [new Deno.errors.BrokenPipe(), false],
      [new Error("No space left on device"), true],
    ] as const
  ) {
    let calls = 0;
    const sink = new Sink({
      writeSync() {
        calls++;
        throw thrown;
      },
    });
    sink.write(new Uint8Array([1]));
    sink.write(new Uint8Array([1]));
    assertEquals(calls, 1);
    assertEquals(sink.failure, isFailure ? thrown : null);
  }
});
