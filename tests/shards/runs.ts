// Shards of a run, carried out in the orders and ways that machines carry them out: one after the other, all at once, in this
// process or in processes of their own, of which some are killed and started again.

import "../support/no_history.ts";
import type { RunEvent } from "../../lib/events.ts";
import { exitCodeOfOutcome } from "../../lib/cli/exit_codes.ts";
import { resolveFilters, resolvePaths } from "../../lib/cli/lists/list_inputs.ts";
import { parseArguments } from "../../lib/cli/parse.ts";
import type { Settings } from "../../lib/cli/settings.ts";
import { NO_TOTALS } from "../cli/fixtures.ts";
import type { Outcome } from "../support/ferry.ts";
import { start, type Started as Process } from "../support/ferry_process.ts";
import { copy, mirror, verify } from "../support/runs.ts";

/** Counts of runs, which of all shards together are those of one run. */
export type Counts = Readonly<Record<string, number>>;

/** What runs came to. */
export interface Came {
  readonly code: number;
  readonly counts: Counts;
  /** What was done or differs, sorted; only in this process. */
  readonly lines: readonly string[];
  /** What failed. */
  readonly errors: readonly string[];
  /** What was said besides; only in this process. */
  readonly notices: readonly string[];
}

/** A command of ferry without its shard: `["mirror", "-j4", "s", "t"]`. */
export type CommandLine = readonly string[];

/** The command line of one shard. */
export function ofShard(
  [command, ...rest]: CommandLine,
  index: number,
  count: number,
): string[] {
  return [command, "--shard", `${index}/${count}`, ...rest];
}

/** Calls the library with what a command line says. */
export async function inProcess(args: CommandLine): Promise<Came> {
  const settings = parseArguments([...args]) as Settings;
  const { command, sources: [source], dest } = settings;
  const signal = new AbortController().signal;
  const lines: string[] = [], notices: string[] = [];
  const options = {
    ...settings.options,
    filters: await resolveFilters(settings, signal),
    onlyPaths: (await resolvePaths(settings, signal)).paths,
    reportOperations: true,
    onEvent: (event: RunEvent) => {
      lines.push(...lineOf(event));
      if (event.type === "notice") notices.push(event.message);
    },
  };
  const summary = command === "mirror"
    ? await mirror(source, dest, options)
    : command === "verify"
    ? await verify(source, dest, options)
    : await copy(source, dest, { ...options, placement: "exact" });
  return {
    code: exitCodeOfOutcome(summary.outcome, null),
    counts: countsOf(summary),
    lines: lines.sort(),
    errors: summary.errors.map(({ op, path, code, message }) =>
      `${op} ${new TextDecoder().decode(path)}: ${code} ${message}`
    ),
    notices,
  };
}

function lineOf(event: RunEvent): string[] {
  if (event.type === "operation") {
    return [`${event.op} ${String.fromCharCode(...event.path)}`];
  }
  if (event.type !== "difference") return [];
  const { what, path, source, target } = event;
  return [`${what} ${String.fromCharCode(...path)} (${source}, ${target})`];
}

/** Counts that all shards have together as one run has them. */
const COUNTED = [...Object.keys(NO_TOTALS), "errorCount", "changedCount"]
  // Expected while there is more to do, which shards learn at other moments.
  .filter((name) => !["filesFound", "bytesFound", "methods"].includes(name));

function countsOf(summary: object): Counts {
  return Object.fromEntries(
    Object.entries(summary).filter(([name]) => COUNTED.includes(name)),
  ) as Counts;
}

/** The same of a process that prints JSON. */
export function ofProcess({ code, stdout, stderr }: Outcome): Came {
  const last = stdout.trimEnd().split("\n").at(-1) ?? "";
  if (!last.startsWith("{")) throw new Error(`exit ${code}, without a summary: ${stderr}`);
  const summary = JSON.parse(last) as Record<string, unknown>;
  const fields = Object.entries(summary).map(([name, value]) =>
    [name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase()), value] as const
  );
  const errors = summary.errors as { op: string; path: string; code: string; message: string }[];
  return {
    code,
    counts: countsOf(Object.fromEntries(fields)),
    lines: [],
    notices: [],
    errors: errors.map(({ op, path, code, message }) => `${op} ${path}: ${code} ${message}`),
  };
}

/** All together: the sums, the worst exit code, and each error once. */
export function together(all: readonly Came[]): Came {
  const counts: Record<string, number> = {};
  for (const one of all) {
    for (const [name, value] of Object.entries(one.counts)) {
      counts[name] = (counts[name] ?? 0) + value;
    }
  }
  return {
    code: Math.max(...all.map(({ code }) => code)),
    counts,
    lines: all.flatMap(({ lines }) => lines).sort(),
    errors: [...new Set(all.flatMap(({ errors }) => errors))].sort(),
    notices: all.flatMap(({ notices }) => notices),
  };
}

/** Runs shards in this process: in the order given, or all at once. */
export async function shardsHere(
  command: CommandLine,
  order: readonly number[],
  atOnce: boolean,
): Promise<Came> {
  const run = (index: number) => inProcess(ofShard(command, index, order.length));
  if (atOnce) return together(await Promise.all(order.map(run)));
  const all: Came[] = [];
  for (const index of order) all.push(await run(index));
  return together(all);
}

/** A shard's process. */
export interface Started {
  /** A command that runs ferry as its last argument. */
  readonly prefix?: readonly string[];
  /** When it is killed, in milliseconds after its start. */
  readonly killedAfterMs?: number;
}

/**
 * Runs all shards at once in processes of their own, and those that were killed once more.
 *
 * @param ferry the command that starts ferry
 * @param of how each is started
 */
export async function shardsApart(
  ferry: readonly string[],
  [name, ...rest]: CommandLine,
  count: number,
  of: (index: number) => Started,
): Promise<Came & { readonly killed: number }> {
  let killed = 0;
  const all = Array.from({ length: count }, async (_, i) => {
    const args = [
      ...ferry,
      ...ofShard([name, "--json", ...rest], i + 1, count),
    ];
    const { prefix = [], killedAfterMs } = of(i + 1);
    const process = start([...prefix, ...args]);
    if (killedAfterMs !== undefined) await killAfter(process, killedAfterMs);
    const outcome = await process.finished;
    if (outcome.code !== KILLED) return ofProcess(outcome);
    killed++;
    return ofProcess(await start(args).finished);
  });
  return { ...together(await Promise.all(all)), killed };
}

/** 128 and SIGKILL. */
const KILLED = 137;

async function killAfter(process: Process, delayMs: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, delayMs));
  try {
    process.kill("SIGKILL");
  } catch { /* it had ended */ }
}
