// Gathers the runs of shards from their outputs: of each shard the last one, for one that died is run again. Memory holds one
// summary a shard, however long the outputs are.

import { UsageError } from "../errors.ts";
import { readLine } from "./output_line.ts";
import type { ToldRun, ToldTask } from "./told_run.ts";

/** The last run of a shard. */
export interface ShardRun {
  /** From 1. */
  readonly index: number;
  /** What it came to; null for one that has begun and not ended. */
  readonly told: ToldRun | null;
  /** The name of the output that tells of it. */
  readonly output: string;
  /** How many runs of the shard are told of, this one among them. */
  readonly runs: number;
}

/** What outputs tell. */
export interface Gathered {
  readonly task: ToldTask;
  /** In the order of their numbers. */
  readonly shards: readonly ShardRun[];
  /** Names of outputs of a run of which neither the shard nor the end is told. */
  readonly unended: readonly string[];
  /** Names of outputs that tell of no run. */
  readonly silent: readonly string[];
}

/** The last run of a shard, and when it was. */
interface Known extends Omit<ShardRun, "runs"> {
  /** When it began or ended, in milliseconds since 1970; 0 where that is not told. */
  readonly at: number;
  /** When each run began or ended; the log and the output of a run tell of the same one. */
  readonly times: Set<number>;
  /** Runs of which that is not told. */
  readonly others: number;
}

/** Takes outputs, one after the other. */
export class Gatherer {
  readonly #runs = new Map<number, Known>();
  readonly #unended: string[] = [];
  readonly #silent: string[] = [];
  readonly #names: string[] = [];
  #first: { readonly task: ToldTask; readonly output: string } | null = null;

  /** Begins an output. @param name for messages */
  output(name: string): OutputReader {
    this.#names.push(name);
    return new OutputReader(name, this);
  }

  /**
   * What all of them tell.
   *
   * @throws {UsageError} where they tell of no run
   */
  result(): Gathered {
    if (this.#first === null) throw noRun(this.#names, this.#unended);
    const shards = [...this.#runs.values()].sort((a, b) => a.index - b.index);
    return {
      task: this.#first.task,
      shards: shards.map(({ index, told, output, times, others }) => {
        return { index, told, output, runs: times.size + others };
      }),
      unended: this.#unended,
      silent: this.#silent,
    };
  }

  /** Takes a run; of two of a shard the later one counts, and where that is not told the one that is read later. */
  add(task: ToldTask, told: ToldRun | null, { at, output }: Pick<Known, "at" | "output">): void {
    this.#first ??= { task, output };
    if (!isSameTask(task, this.#first.task)) throw mixed(this.#first, { task, output });
    const { index } = task.shard;
    const earlier = this.#runs.get(index);
    const times = earlier?.times ?? new Set();
    const isKnown = at !== 0 && told !== null;
    if (isKnown) times.add(at);
    const others = (earlier?.others ?? 0) + (isKnown ? 0 : 1);
    const isLater = earlier === undefined || at === 0 || at >= earlier.at;
    const last = isLater ? { index, told, output, at } : earlier;
    this.#runs.set(index, { ...last, times, others });
  }

  /** Notes that an output ends with a run that has not ended, or has none at all. */
  note(output: string, what: "unended" | "silent"): void {
    (what === "unended" ? this.#unended : this.#silent).push(output);
  }
}

/** Takes the lines of one output. */
export class OutputReader {
  /** Runs that have begun here and not ended, by the number of their shard. */
  readonly #begun = new Map<number, { readonly task: ToldTask; readonly at: number }>();
  /** What ended last here. */
  #last: ToldRun | null = null;
  /** Whether lines of one shard alone are here. */
  #isOfOne = true;
  /** Whether runs say here when they begin. */
  #tellsStarts = false;
  /** Whether an entry was told of after the last summary. */
  #isOpen = false;

  constructor(private readonly name: string, private readonly gatherer: Gatherer) {}

  /** Takes a line, without its end. @throws {UsageError} for a run that does not belong to the others */
  line(text: string): void {
    const said = readLine(text);
    switch (said.type) {
      case "start":
        this.#tellsStarts = true;
        this.#begun.set(said.task.shard.index, said);
        break;
      case "summary":
        this.#summary(said.run);
        break;
      case "entry":
        this.#isOpen = true;
        break;
      case "newer":
        throw newer(this.name, said.schema);
    }
  }

  /** There are no more lines. */
  end(): void {
    const output = this.name;
    for (const { task, at } of this.#begun.values()) this.gatherer.add(task, null, { at, output });
    const isOpen = this.#isOpen && !this.#tellsStarts;
    if (this.#last === null) {
      if (this.#begun.size === 0) this.gatherer.note(output, isOpen ? "unended" : "silent");
    } else if (isOpen && this.#isOfOne) {
      const at = this.#last.summary.endedAt;
      this.gatherer.add(this.#last, null, { at, output });
    }
  }

  #summary(run: ToldRun): void {
    const { index } = run.shard;
    this.#isOfOne &&= this.#last === null || this.#last.shard.index === index;
    this.#last = run;
    this.#isOpen = false;
    this.#begun.delete(index);
    this.gatherer.add(run, run, { at: run.summary.endedAt, output: this.name });
  }
}

function isSameTask(a: ToldTask, b: ToldTask): boolean {
  return a.command === b.command && a.dryRun === b.dryRun && a.shard.count === b.shard.count &&
    sameRoots([...a.source, a.dest], [...b.source, b.dest]);
}

/** A slash at the end changes nothing. */
function sameRoots(a: readonly string[], b: readonly string[]): boolean {
  const bare = (path: string) => path.replace(/(?<=.)\/+$/, "");
  return a.length === b.length && a.every((path, i) => bare(path) === bare(b[i]));
}

/** A run in words: `mirror 'a' 'b' in 8 shards`. */
function shown({ command, source, dest, dryRun, shard: { count } }: ToldTask): string {
  const paths = [...source, dest].map((path) => `'${path}'`).join(" ");
  const parts = count === 1 ? "" : ` in ${count} shards`;
  return `${command}${dryRun ? " --dry-run" : ""} ${paths}${parts}`;
}

type Placed = { readonly task: ToldTask; readonly output: string };

function mixed(a: Placed, b: Placed): UsageError {
  const message = a.output === b.output
    ? `${quoted(a.output)} tells of runs that do not belong together`
    : `${quoted(a.output)} and ${quoted(b.output)} tell of runs that do not belong together`;
  return new UsageError("MIXED_RUNS", `${message}: ${shown(a.task)}, and ${shown(b.task)}`, {
    advice: "the shards of a run have the same command, paths and number of shards",
    path: b.output,
  });
}

function newer(output: string, schema: number): UsageError {
  const message = `${quoted(output)} is of "schema": ${schema}, which this version cannot read`;
  return new UsageError("NEWER_SCHEMA", message, { path: output });
}

function noRun(names: readonly string[], unended: readonly string[]): UsageError {
  const where = names.length === 1 ? quoted(names[0]) : `none of ${names.length} outputs`;
  const message = names.length === 1
    ? `${where} has no summary of a run`
    : `${where} has a summary of a run`;
  const advice = unended.length > 0
    ? "the run has not ended"
    : "a run writes it with --json, or into the file of --log-file";
  return new UsageError("NO_SUMMARY", message, { advice, path: names[0] ?? null });
}

/** How a message names an output. */
function quoted(name: string): string {
  return name === "-" ? "standard input" : `'${name}'`;
}
