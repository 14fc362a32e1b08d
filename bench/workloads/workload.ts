// What a workload is: a source, the state of the target before every run, and what is to be done with
// them. Each has a file of its own beside this one; the runner treats all of them alike.

import { run } from "../command.ts";
import type { CurvePoint } from "../outcome.ts";
import type { Work } from "../rivals.ts";

/** Where a workload happens; all of it is gone afterwards. */
export interface Paths {
  /** On the file system under test, or on another one for `crossing`. */
  readonly source: string;
  readonly target: string;
  /** A folder beside the target, for a copy that `reset` starts from. */
  readonly spare: string;
}

/** One measured task. */
export interface Workload {
  /** For `--only` and for the targets. */
  readonly name: string;
  /** What it is made of at this scale, in numbers. */
  readonly title: string;
  readonly work: Work;
  /** Files that cost a call each; for calls per file. */
  readonly files: number;
  /** Names of the file systems on which it says something new; left out: all. */
  readonly fileSystems?: readonly string[];
  /** The source lies on a tmpfs of its own. */
  readonly crossesFileSystems?: boolean;
  readonly ferryFlags: readonly string[];
  /** Rivals that a target names, or the nearest ones. */
  readonly rivals: readonly string[];
  /** More rivals for the full run. */
  readonly others?: readonly string[];
  /** More runs than asked for, where one takes milliseconds. */
  readonly fewestRuns?: number;
  /** A ratio says nothing unless ferry is compiled: its start-up is most of it. */
  readonly needsCompiled?: boolean;
  /** Where it stands on a curve. */
  readonly curve?: CurvePoint;
  /** Makes the source, and what `reset` needs; once a file system. */
  build(paths: Paths): Promise<void>;
  /** Puts the target into the state before a run; before every run of every program. Not timed. */
  reset(paths: Paths): Promise<void>;
  /** What the general check does not see; one line a complaint. */
  alsoCheck?(paths: Paths): Promise<string[]>;
}

/** The copiers of trees that every full run asks. */
export const ALL_COPIERS: readonly string[] = [
  "cp -a",
  "cp -a --reflink=always",
  "rsync -a",
  "rsync -a whole-file in place",
  "tar | tar",
  "rclone",
  "xcp",
  "cpz",
  "uutils cp -a",
];

/** The reset of every plain copy: the target is not there. */
export async function removeTarget({ target }: Paths): Promise<void> {
  await run("rm", "-rf", "--one-file-system", target);
}

/** A target equal to the source, made by a program that is not under test. */
export async function copyByCp(source: string, target: string): Promise<void> {
  await run("cp", "-a", source, target);
}

/** 100000 as 100,000. */
export function number(value: number): string {
  return value.toLocaleString("en-US");
}

/** A size for a title: 2 GiB, 4 KiB, 512 B. */
export function size(bytes: number): string {
  for (const [unit, scale] of [["GiB", 2 ** 30], ["MiB", 2 ** 20], ["KiB", 2 ** 10]] as const) {
    if (bytes >= scale) return `${Number((bytes / scale).toFixed(1))} ${unit}`;
  }
  return `${bytes} B`;
}
