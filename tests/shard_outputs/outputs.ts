// Outputs of shards as runs write them: by ferry's own writer of JSON, with the shard that each had.

import { jsonSummary } from "../../lib/cli/screen/json.ts";
import { Gatherer } from "../../lib/shard_outputs/gather.ts";
import { merge, type Merged } from "../../lib/shard_outputs/merge.ts";
import type { Summary } from "../../lib/summary.ts";
import { summary } from "../cli/fixtures.ts";

export const BEGUN = Date.parse("2026-11-29T20:00:00.000Z");

/** What a run is to have been like, beside what its summary says. */
interface Told extends Partial<Summary> {
  readonly exitCode?: number;
  /** `[I, N]`; null for a run without. */
  readonly of?: readonly [number, number] | null;
}

/** The line with which a run ends. */
export function ended({ exitCode = 0, of = [1, 1], ...changed }: Told = {}): string {
  const shard = of === null
    ? {}
    : { shard: { index: of[0], count: of[1], by: "inode", foreign: 0 } as const };
  const run = summary({ durationMs: 1000, endedAt: BEGUN, ...shard, ...changed });
  return jsonSummary(run, exitCode).trimEnd();
}

/** What a log says where a run begins. */
export function began(index: number, count: number, at: number = BEGUN): string {
  const fields = { type: "start", at: new Date(at).toISOString(), command: "mirror" };
  const roots = { source: ["src"], dest: "dst", dry_run: false };
  return JSON.stringify({ ...fields, ...roots, shard: { index, count } });
}

/** What outputs come to, each the lines of one. */
export function mergedFrom(...outputs: readonly (readonly string[])[]): Merged {
  const gatherer = new Gatherer();
  for (const [at, lines] of outputs.entries()) {
    const output = gatherer.output(`output ${at + 1}`);
    for (const line of lines) output.line(line);
    output.end();
  }
  return merge(gatherer.result());
}
