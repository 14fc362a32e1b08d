// Reads the command line of the benchmark. Its few flags are for people who work on ferry, so they are not
// in ferry's own table.

import { parseArgs } from "@std/cli/parse-args";
import { isFolder } from "./clone.ts";
import { defaultFolder } from "./storage/own_storage.ts";

/** With fewer runs a median is neither kept nor judged. */
export const FEWEST_RUNS = 5;

/** Other programs disturb a start in most of its runs. */
const START_RUNS = 40;

/** Flags that ask for something else than a run. */
const ACTIONS = ["help", "counts", "report", "start"] as const;

const PROGRAM = Deno.build.standalone ? "ferry-bench" : "deno task bench";

/** What `--help` prints. */
export const USAGE = `usage: ${PROGRAM} [OPTIONS]
  --quick              tmpfs and ext4, the targeted workloads at smaller sizes; under 3 minutes
  --gate               what the targets name and no more; exit 1 and name each target that is missed
  --counts             count system calls instead of taking times; for CI, no root needed
  --start              what starting costs, step by step: the least of --runs (40). First:
                       deno task compile, compile:empty and compile:start
  --report             without a run: write README's table and the chart from the newest results
  --scaling            time and memory against files, sizes and threads, on tmpfs, instead of the workloads
  --only NAME,...      these workloads only
  --rivals NAME,...    these rivals only, by their names in the table
  --file-systems F,... of tmpfs, ext4, xfs, btrfs, slow-1ms, slow-0.1ms, disk
  --disk DIR           a folder on the disk that cold workloads are run on, with caches dropped as root before
                       each run; else the one that the clone is in
  --folder DIR         on the file system of DIR, not on new ones on RAM: without root, and always on
                       macOS and Windows (their folder for temporary files); a full run takes 15 GB
  --output FILE        where the result goes, of a part or a trial, too; else bench/results of the clone,
                       or the current folder
  --runs N             timed runs of each program, ${FEWEST_RUNS} by default; fewer are not kept
  --ferry PATH         the program under test, or FERRY_BINARY; else dist/ferry, else the source
  --shrink N           files and bytes divided by N, to try the benchmark itself; not kept
`;

/** How large the workloads are. */
export interface Scale {
  readonly isQuick: boolean;
  /** Divides every count and size; 1 except in a trial of the benchmark itself. */
  readonly shrink: number;
}

/** The options of the command line. */
export interface BenchOptions {
  readonly scale: Scale;
  readonly action: "run" | "counts" | "report" | "start" | "help";
  readonly isGate: boolean;
  readonly isScaling: boolean;
  readonly only: readonly string[];
  /** Names; empty: all that this machine has. */
  readonly rivals: readonly string[];
  readonly fileSystems: readonly string[];
  /** A folder on the file system to measure on; null: new file systems on RAM. */
  readonly folder: string | null;
  /** See `disk`. */
  readonly disk: string | null;
  readonly output: string | null;
  readonly runs: number;
  readonly ferry: string | null;
}

/** @throws {Error} for a flag or a value that the benchmark does not know */
export function parseOptions(args: readonly string[]): BenchOptions {
  const given = parseArgs([...args].filter((arg) => arg !== "--"), {
    boolean: ["quick", "gate", "scaling", "counts", "start", "report", "help"],
    string: [
      "only",
      "rivals",
      "file-systems",
      "runs",
      "ferry",
      "shrink",
      "folder",
      "disk",
      "output",
    ],
    alias: { h: "help" },
    unknown: (arg: string) => {
      throw new Error(`'${arg}' is not known; see --help`);
    },
  });
  const folder = given.folder ?? defaultFolder();
  if (folder !== null && !isFolder(folder)) throw new Error(`there is no folder '${folder}'`);
  if (given.disk && !isFolder(given.disk)) throw new Error(`there is no folder '${given.disk}'`);
  if (folder !== null && (given.gate || given["file-systems"])) {
    throw new Error(
      "--gate and --file-systems need file systems on RAM, which --folder leaves out",
    );
  }
  return {
    folder,
    disk: given.disk ?? null,
    output: given.output ?? null,
    scale: { isQuick: given.quick, shrink: wholeNumber(given.shrink ?? "1", "--shrink") },
    action: ACTIONS.find((action) => given[action]) ?? "run",
    isGate: given.gate,
    isScaling: given.scaling,
    only: list(given.only),
    rivals: list(given.rivals),
    fileSystems: list(given["file-systems"]),
    runs: wholeNumber(given.runs ?? String(given.start ? START_RUNS : FEWEST_RUNS), "--runs"),
    ferry: given.ferry ?? null,
  };
}

/** A count for this scale: the full one, or the quick one, or a fraction of either for a trial. */
export function scaled(scale: Scale, full: number, quick: number = full): number {
  return Math.max(1, Math.round((scale.isQuick ? quick : full) / scale.shrink));
}

function wholeNumber(text: string, flag: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`${flag} needs a number from 1 up`);
  return number;
}

function list(text: string | undefined): string[] {
  return text ? text.split(",") : [];
}
