// How well the time of a run is estimated, before any run and after twenty, beside the naive way: the mean rate of past
// runs. Four kinds of work of changing size, each run a process of its own, as users start it.
//
//   deno run -A bench/estimate_error.ts FOLDER…
//
// FOLDER is on the file system to be measured; what is made there is removed.

import { estimate } from "../lib/estimate/estimate.ts";
import type { RunRecord } from "../lib/estimate/run_record.ts";
import { loadHistory } from "../lib/history/history_file.ts";

/** Runs that are learned from, and runs that are then judged. */
const LEARNED = 20;
const JUDGED = 16;
const KINDS = ["small files", "large file", "no-op", "incremental"] as const;
type Kind = typeof KINDS[number];

const main = new URL("../main.ts", import.meta.url).pathname;

/** Numbers from 0 to 1 that are the same each time (mulberry32). */
function randomNumbers(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Files in folders of a hundred. */
function makeFiles(path: string, from: number, to: number, bytes: number): void {
  const contents = new Uint8Array(bytes).fill(1);
  for (let i = from; i < to; i++) {
    const folder = `${path}/d${Math.floor(i / 100)}`;
    if (i % 100 === 0 || i === from) Deno.mkdirSync(folder, { recursive: true });
    Deno.writeFileSync(`${folder}/f${i}`, contents);
  }
}

async function mirror(source: string, dest: string, state: string): Promise<void> {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "-q", main, "mirror", "-q", source, dest],
    env: { XDG_STATE_HOME: state, FERRY_NO_HISTORY: "" },
  }).output();
  if (code !== 0) throw new Error(new TextDecoder().decode(stderr));
}

/** Prepares work of a size from 0.3 to 1; gives its source and target. */
async function prepare(kind: Kind, size: number, dir: string, unlogged: string) {
  const [source, dest] = [`${dir}/source`, `${dir}/dest`];
  const count = Math.ceil(size * (kind === "small files" ? 12_000 : 30_000));
  if (kind === "large file") {
    Deno.mkdirSync(source);
    using file = Deno.openSync(`${source}/large`, { write: true, createNew: true });
    const block = new Uint8Array(2 ** 20).fill(1);
    for (let i = 0; i < size * 1000; i++) file.writeSync(block);
  } else makeFiles(source, 0, count, 2000);
  if (kind === "no-op" || kind === "incremental") await mirror(source, dest, unlogged);
  if (kind === "incremental") {
    makeFiles(source, 0, Math.ceil(count / 20), 3000);
    makeFiles(dest, count, count + Math.ceil(count / 20), 10);
  }
  return [source, dest] as const;
}

function naive(run: RunRecord, history: readonly RunRecord[]): number {
  const sum = (of: (run: RunRecord) => number) => history.reduce((all, one) => all + of(one), 0);
  const seconds = sum(({ durationMs }) => durationMs) / 1000;
  return run.bytes > 0
    ? run.bytes * seconds / sum(({ bytes }) => bytes)
    : run.entries * seconds / sum(({ entries }) => entries);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.floor(sorted.length / 2)]) / 2;
}

for (const folder of Deno.args) {
  const dir = Deno.makeTempDirSync({ dir: folder, prefix: "estimate_" });
  const state = Deno.makeTempDirSync(), unlogged = Deno.makeTempDirSync();
  const file = `${state}/ferry/history.jsonl`;
  const next = randomNumbers(7);
  const errors = new Map(KINDS.map((kind) => [kind, { before: [], after: [], naive: [] } as {
    before: number[];
    after: number[];
    naive: number[];
  }]));
  let within = 0;
  for (let i = 0; i < LEARNED + JUDGED; i++) {
    const kind = KINDS[i % KINDS.length];
    const history = loadHistory(file);
    const roots = await prepare(kind, 0.3 + 0.7 * next(), dir, unlogged);
    await mirror(...roots, state);
    for (const root of roots) Deno.removeSync(root, { recursive: true });
    if (i < LEARNED) continue;
    const run = loadHistory(file).at(-1)!;
    const told = estimate(run, run, history);
    const truth = run.durationMs / 1000;
    const miss = (seconds: number) => Math.abs(seconds / truth - 1);
    const found = errors.get(kind)!;
    found.before.push(miss(estimate(run, run, []).seconds));
    found.after.push(miss(told.seconds));
    found.naive.push(miss(naive(run, history)));
    if (told.low <= truth && truth <= told.high) within++;
  }
  const [last] = loadHistory(file).slice(-1);
  console.log(
    `${last.from.type}: median relative error, ${LEARNED} runs learned, ${JUDGED} judged`,
  );
  const percent = (values: readonly number[]) =>
    `${Math.round(100 * median(values))} %`.padStart(8);
  console.log(`${"".padEnd(12)}  before   after   naive`);
  for (const [kind, { before, after, naive }] of errors) {
    console.log(kind.padEnd(12) + [before, after, naive].map(percent).join(""));
  }
  console.log(`within the bounds: ${within} of ${JUDGED}`);
  for (const path of [dir, state, unlogged]) Deno.removeSync(path, { recursive: true });
}
