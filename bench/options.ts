// What the benchmark was asked to do. Its few flags are for the people who work on ferry, so they are
// read here in one place and not through ferry's own table.

import { parseArgs } from "@std/cli/parse-args";

/** Runs below which a median says too little to be kept or judged. */
export const FEWEST_RUNS = 5;

/** What `--help` prints. */
export const USAGE = `usage: deno task bench [OPTIONS]
  --quick              tmpfs and ext4, the targeted workloads at smaller sizes; under 3 minutes
  --gate               what the targets name and no more; exit 1 and name each target that is missed
  --counts             count system calls instead of taking times; for CI, no root needed
  --report             without a run: write README's table and the chart from the newest results
  --scaling            time and memory against files, sizes and threads, on tmpfs, instead of the workloads
  --only NAME,...      these workloads only
  --rivals NAME,...    these rivals only, by their names in the table
  --file-systems F,... of tmpfs, ext4, xfs, btrfs
  --runs N             timed runs of each program, ${FEWEST_RUNS} by default; fewer are not kept
  --ferry PATH         the program under test, or FERRY_BINARY; else dist/ferry, else the source
  --shrink N           files and bytes divided by N, to try the benchmark itself; not kept
`;

/** How large the workloads are. */
export interface Scale {
  readonly isQuick: boolean;
  /** Divides every count and size; 1 except when the benchmark itself is being tried. */
  readonly shrink: number;
}

/** The command line, read. */
export interface BenchOptions {
  readonly scale: Scale;
  readonly action: "run" | "counts" | "report" | "help";
  readonly isGate: boolean;
  readonly isScaling: boolean;
  readonly only: readonly string[];
  /** Empty: all that are here. */
  readonly rivals: readonly string[];
  readonly fileSystems: readonly string[];
  readonly runs: number;
  readonly ferry: string | null;
}

/** @throws {Error} for a flag or a value that the benchmark does not know */
export function parseOptions(args: readonly string[]): BenchOptions {
  const given = parseArgs([...args].filter((arg) => arg !== "--"), {
    boolean: ["quick", "gate", "scaling", "counts", "report", "help"],
    string: ["only", "rivals", "file-systems", "runs", "ferry", "shrink"],
    alias: { h: "help" },
    unknown: (arg: string) => {
      throw new Error(`'${arg}' is not known; see --help`);
    },
  });
  return {
    scale: { isQuick: given.quick, shrink: wholeNumber(given.shrink ?? "1", "--shrink") },
    action: given.help ? "help" : given.counts ? "counts" : given.report ? "report" : "run",
    isGate: given.gate,
    isScaling: given.scaling,
    only: list(given.only),
    rivals: list(given.rivals),
    fileSystems: list(given["file-systems"]),
    runs: wholeNumber(given.runs ?? String(FEWEST_RUNS), "--runs"),
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
