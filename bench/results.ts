// Raw results as JSON, one file a run, named by date and machine: every figure in the README can be
// computed again from them.

import { fromFileUrl } from "@std/path";
import type { Machine } from "./machine.ts";
import type { Outcome } from "./outcome.ts";

/** Everything about one run of the benchmark. */
export interface Result {
  /** Raised when a field changes its meaning. */
  readonly format: 1;
  readonly date: string;
  readonly scale: "quick" | "full";
  readonly runs: number;
  readonly ferry: string;
  readonly isCompiled: boolean;
  readonly machine: Machine;
  readonly meter: string;
  /** Of each rival. */
  readonly versions: Readonly<Record<string, string>>;
  /** Rivals and file systems that were not there, each with the reason. */
  readonly missing: readonly string[];
  readonly outcomes: readonly Outcome[];
}

/** Where results, chart and README's figures come from. */
export const RESULTS = fromFileUrl(new URL("results/", import.meta.url));

/** Writes a result; gives its file's name. */
export function keep(result: Result): string {
  const { processor, cores } = result.machine;
  const when = result.date.slice(0, "2025-01-01T00:00".length).replace("T", "_").replace(":", "");
  const what = `${processor} ${cores} cores`.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const name = `${when}_${what}_${result.scale}.json`;
  Deno.mkdirSync(RESULTS, { recursive: true });
  Deno.writeTextFileSync(RESULTS + name, `${JSON.stringify(result, null, 1)}\n`);
  return name;
}

/** The newest full result, else the newest quick one; null if none is kept. */
export function newest(): { name: string; result: Result } | null {
  const names = [...Deno.readDirSync(RESULTS)].map(({ name }) => name)
    .filter((name) => name.endsWith(".json")).sort();
  const name = names.findLast((one) => one.endsWith("_full.json")) ?? names.at(-1);
  if (!name) return null;
  return { name, result: JSON.parse(Deno.readTextFileSync(RESULTS + name)) };
}

/** The same, without this machine's folders in its commands. */
export function withoutPaths(outcome: Outcome, folder: string): Outcome {
  const root = fromFileUrl(new URL("..", import.meta.url));
  const shorten = (word: string) =>
    word.replace(Deno.execPath(), "deno").replaceAll(root, "").replaceAll(`${folder}/`, "");
  return {
    ...outcome,
    failure: outcome.failure && shorten(outcome.failure),
    series: outcome.series.map((one) => ({
      ...one,
      command: one.command.map(shorten),
      failure: one.failure && shorten(one.failure),
    })),
  };
}
