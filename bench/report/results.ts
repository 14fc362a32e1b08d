// Raw results as JSON, one file a run, named by date and machine: every figure in the README is
// computed from them.

import { basename } from "@std/path";
import { RESULTS, ROOT } from "../clone.ts";
import type { Machine } from "./machine.ts";
import type { Outcome } from "../measure/outcome.ts";

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
  /** Where the trees were; left out: on file systems made on RAM, for which the targets are meant. */
  readonly storage?: string;
  readonly meter: string;
  /** Of each rival. */
  readonly versions: Readonly<Record<string, string>>;
  /** Rivals and file systems that were not there, each with the reason. */
  readonly missing: readonly string[];
  readonly outcomes: readonly Outcome[];
}

/** The name of a result's file. */
export function nameOf(result: Result): string {
  const { processor, cores } = result.machine;
  const when = result.date.slice(0, "2025-01-01T00:00".length).replace("T", "_").replace(":", "");
  const what = `${processor} ${cores} cores`.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return `${when}_${what}_${result.scale}.json`;
}

/** Writes a result. */
export function save(result: Result, path: string): void {
  Deno.writeTextFileSync(path, `${JSON.stringify(result, null, 1)}\n`);
}

/** Results of several runs on one machine, put together. */
export interface MergedResult {
  /** Names of their files. */
  readonly names: string[];
  readonly result: Result;
}

/** One for each machine: first those measured on RAM, then by date, the newest first. */
export function newestResults(): MergedResult[] {
  const names = [...Deno.readDirSync(RESULTS)].map(({ name }) => name)
    .filter((name) => name.endsWith(".json")).sort();
  const full = names.filter((name) => name.endsWith("_full.json"));
  const chosen = full.length > 0 ? full : names.slice(-1);
  return byMachine(chosen, chosen.map((name) => read(RESULTS + name)));
}

/** @throws {Error} if the file is none that this version of the benchmark understands */
export function read(path: string): Result {
  const result = JSON.parse(Deno.readTextFileSync(path));
  if (result.format !== 1) throw new Error(`'${path}' is no result of format 1`);
  return result;
}

/** As `merge`, for every machine that there are results of. */
export function byMachine(names: readonly string[], results: readonly Result[]): MergedResult[] {
  const all = results.map((result, at) => ({ name: names[at], result }));
  const groups = Map.groupBy(all, ({ result }) => origin(result)).values();
  return [...groups]
    .map((group) => merge(group.map(({ name }) => name), group.map(({ result }) => result))!)
    .sort(({ result: a }, { result: b }) =>
      Number(a.storage !== undefined) - Number(b.storage !== undefined) ||
      Date.parse(b.date) - Date.parse(a.date)
    );
}

/**
 * Of each workload on each file system the newest outcome, among runs on the machine of the newest run,
 * with the rivals that took part in older runs only, so that a run against few rivals hides no loss.
 *
 * @param names files of the results, oldest first
 */
export function merge(
  names: readonly string[],
  results: readonly Result[],
): MergedResult | null {
  const last = results.at(-1);
  if (last === undefined) return null;
  const outcomes = new Map<string, { from: string[]; outcome: Outcome }>();
  let versions: Readonly<Record<string, string>> = {};
  results.forEach((result, at) => {
    if (origin(result) !== origin(last)) return;
    versions = { ...versions, ...result.versions };
    for (const outcome of result.outcomes) {
      const key = `${outcome.fileSystem} ${outcome.workload}`;
      const older = outcomes.get(key);
      outcomes.delete(key);
      const whole = older === undefined ? outcome : withOlderRivals(outcome, older.outcome);
      const from = whole === outcome ? [] : older!.from;
      outcomes.set(key, { from: [...from, names[at]], outcome: whole });
    }
  });
  const kept = [...outcomes.values()].sort((a, b) =>
    a.outcome.fileSystem < b.outcome.fileSystem
      ? -1
      : +(a.outcome.fileSystem > b.outcome.fileSystem)
  );
  return {
    names: [...new Set(kept.flatMap(({ from }) => from))].sort(),
    result: { ...last, versions, outcomes: kept.map(({ outcome }) => outcome) },
  };
}

/** Begins the name of a series of ferry that a rival in an older run is compared with. */
export const OLDER = "older ";

/** Adds the rivals of an older run alone, each with the series of ferry in that run. */
function withOlderRivals(outcome: Outcome, older: Outcome): Outcome {
  const programs = new Set(outcome.series.map(({ program }) => program));
  const rivals = older.series.filter(({ program, comparedWith, samples }) =>
    comparedWith !== null && samples.length > 0 && !programs.has(program)
  );
  if (rivals.length === 0) return outcome;
  const beside = older.series.filter((one) =>
    rivals.some(({ comparedWith }) => comparedWith === one.program)
  );
  return {
    ...outcome,
    series: [
      ...outcome.series,
      ...beside.map((one) => ({ ...one, program: OLDER + one.program })),
      ...rivals.map((one) => ({ ...one, comparedWith: OLDER + one.comparedWith })),
    ],
  };
}

/** What two results must have in common for one table: the machine, its system, and the storage. */
function origin({ machine: { processor, cores, kernel }, storage }: Result): string {
  const system = kernel.split(" ")[0];
  return JSON.stringify([processor, cores, system, storage]);
}

/**
 * Removes this machine's folders from the commands of an outcome.
 *
 * @param folders in which trees were made
 */
export function withoutPaths(
  outcome: Outcome,
  folders: readonly string[],
  ferry: string,
): Outcome {
  const both = folders.flatMap((folder) => [`${folder}/`, `${folder}/`.replaceAll("/", "\\")]);
  const shorten = (word: string) =>
    both.reduce(
      (short, folder) => short.replaceAll(folder, ""),
      word.replaceAll(ROOT, "").replaceAll(Deno.execPath(), "deno")
        .replaceAll(ferry, basename(ferry)),
    );
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
