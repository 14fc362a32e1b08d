// Records what a run tells of its progress, for the tests of the time left (tests/cli/screen/recorded_runs/): a line for each
// moment on standard output, and a last one with the time that the run took.
//
//   deno run -A scripts/record_progress.ts SOURCE DEST > FILE

import { mirror } from "../lib/mod.ts";

/** Milliseconds between two moments. */
const INTERVAL_MS = 250;

const [source, dest] = Deno.args;
const lines: number[][] = [];
const { durationMs, outcome } = await mirror(source, dest, {
  progressIntervalMs: INTERVAL_MS,
  onEvent(event) {
    if (event.type !== "progress") return;
    const { durationMs, threads, filesDone, bytesDone } = event;
    const { sourceFiles, sourceBytes, expectedBytes } = event;
    const all = [sourceFiles, sourceBytes, expectedBytes].map((value) => Math.round(value ?? -1));
    lines.push([Math.round(durationMs), threads, filesDone, bytesDone, ...all]);
  },
});
if (outcome !== "done") throw new Error(outcome);
for (const line of lines) console.log(line.join(" "));
console.log(Math.round(durationMs));
