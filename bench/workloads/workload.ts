// A workload: a source, the state of the target before every run, and the work to be done. The files beside
// this one make them; the runner treats all of them alike.

import { run } from "../command.ts";
import type { CurvePoint } from "../measure/outcome.ts";
import type { Work } from "../rivals/rivals.ts";
import { setOldTimes } from "./tree.ts";

/** The trees of a workload; all are removed afterwards. */
export interface Paths {
  /** On the file system under test, unless `sides` says otherwise. */
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
  /** What the source takes on a device, in bytes. */
  readonly room: number;
  /** Whether most of the bytes are in one file. */
  readonly hasLargeFile?: boolean;
  /** Names of the file systems that it is run on; left out: all. */
  readonly fileSystems?: readonly string[];
  /** What lies on the file system under test, while the rest is on a tmpfs; left out: both source and target. */
  readonly sides?: "both" | "source" | "target";
  readonly ferryFlags: readonly string[];
  /** Rivals that a target names, or the nearest ones. */
  readonly rivals: readonly string[];
  /** More rivals for the full run. */
  readonly others?: readonly string[];
  /** More runs than asked for, where one takes milliseconds; fewer, where one takes long and all take the same. */
  readonly fewestRuns?: number;
  readonly mostRuns?: number;
  /** Values of `-j` with which ferry takes part once more each. */
  readonly ownJobs?: readonly number[];
  /** How many shards take part besides, one after the other. */
  readonly shards?: number;
  /** Most of the time is start-up: a ratio is judged only of a compiled ferry. */
  readonly needsCompiled?: boolean;
  /** Its point on a curve. */
  readonly curve?: CurvePoint;
  /** Makes the source, and what `reset` needs; once a file system. */
  build(paths: Paths): Promise<void>;
  /** Puts the target into the state before a run; before every run of every program. Not timed. */
  reset(paths: Paths): Promise<void>;
  /** Checks what the general check does not see; one line a difference. */
  alsoCheck?(paths: Paths): string[];
}

const BLOCK_BYTES = 4096;

/** The copiers of trees in every full run. */
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

/** The reset of every plain copy: removes the target. */
export async function removeTarget({ target }: Paths): Promise<void> {
  await Deno.remove(target, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}

/** Makes a target equal to the source, by other means than the programs under test. */
export async function copyByCp(source: string, target: string): Promise<void> {
  switch (Deno.build.os) {
    case "windows":
      copyFolder(source, target);
      return await setOldTimes(target);
    case "linux":
      return void await run("cp", "-a", source, target);
    default:
      return void await run("cp", "-pPR", source, target);
  }
}

/** Windows has no cp; CopyFileExW keeps the times of files. */
function copyFolder(source: string, target: string): void {
  Deno.mkdirSync(target);
  for (const { name, isDirectory } of Deno.readDirSync(source)) {
    const [from, to] = [`${source}/${name}`, `${target}/${name}`];
    if (isDirectory) copyFolder(from, to);
    else Deno.copyFileSync(from, to);
  }
}

/** Bytes that files of one size take on a device: whole blocks, and one more for each inode. */
export function roomOf(files: number, fileBytes: number): number {
  return files * (Math.ceil(fileBytes / BLOCK_BYTES) + 1) * BLOCK_BYTES;
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
