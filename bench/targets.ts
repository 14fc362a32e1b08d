// Every figure that ferry has to reach, in one place. A target names its workload and the rival; the gate
// judges it on each file system where the workload ran, unless it is meant for some only.

/** A target for times or memory; those for counts are below. */
export type Target = RatioTarget | CostTarget | PeakTarget | GrowthTarget | FlatTarget;

interface Common {
  readonly workload: string;
  readonly fileSystems?: readonly string[];
}

/** The rival takes at least so many times as long as ferry. */
export interface RatioTarget extends Common {
  readonly kind: "ratio";
  readonly rival: string;
  readonly atLeast: number;
}

/** ferry takes at most so many times as long as the rival. */
export interface CostTarget extends Common {
  readonly kind: "cost";
  readonly rival: string;
  readonly atMost: number;
}

/** ferry's resident memory at its highest. */
export interface PeakTarget extends Common {
  readonly kind: "peak";
  readonly atMostBytes: number;
}

/** How much more memory than in another, smaller workload. */
export interface GrowthTarget extends Common {
  readonly kind: "growth";
  readonly from: string;
  readonly atMostBytes: number;
}

/** What a file costs in a larger tree, against the same in a smaller one: at most so many times as much. */
export interface FlatTarget extends Common {
  readonly kind: "flat";
  readonly from: string;
  readonly atMost: number;
}

/** Decimal. */
const MB = 1e6;

/** The speed and memory that the first release promises. */
export const TARGETS: readonly Target[] = [
  { kind: "ratio", workload: "small", rival: "cp -a", atLeast: 1.8 },
  { kind: "ratio", workload: "small", rival: "rsync -a", atLeast: 2.8 },
  { kind: "cost", workload: "small", rival: "roofline atomic", atMost: 1.4 },
  { kind: "peak", workload: "small", atMostBytes: 100 * MB },
  { kind: "ratio", workload: "small-in-place", rival: "cp -a", atLeast: 2.2 },
  { kind: "ratio", workload: "no-op", rival: "rsync -aHAX", atLeast: 2.5 },
  { kind: "ratio", workload: "no-op-bare", rival: "rsync -a", atLeast: 2.2 },
  { kind: "ratio", workload: "incremental", rival: "rsync -aHAX", atLeast: 2 },
  // Where blocks can be shared both sides only clone, and start-up is all that is left to compare.
  { kind: "ratio", workload: "large", rival: "cp", atLeast: 0.97, fileSystems: ["ext4"] },
  { kind: "ratio", workload: "large", rival: "rsync -a", atLeast: 3.5, fileSystems: ["ext4"] },
  { kind: "ratio", workload: "mixed", rival: "cp -a", atLeast: 1.8 },
  { kind: "ratio", workload: "tiny", rival: "rsync -a", atLeast: 1 },
  { kind: "peak", workload: "memory-100k", atMostBytes: 100 * MB },
  { kind: "growth", workload: "memory-1m", from: "memory-100k", atMostBytes: 30 * MB },
  { kind: "flat", workload: "files-1000000", from: "files-100000", atMost: 1.1 },
];

/** A count that `--counts` measures. */
export interface CountTarget {
  readonly name: string;
  readonly atMost: number;
}

/** By name, because `counts.ts` measures each in its own way. Start-up is not in them. */
export const COUNT_TARGETS = {
  newFile: { name: "system calls per new file", atMost: 10.5 },
  unchanged: { name: "system calls per unchanged file", atMost: 4.3 },
  unchangedBare: {
    name: "system calls per unchanged file, no xattrs, ACLs, hard links",
    atMost: 2.3,
  },
  // Folders travel through shared memory: a lock that is contended now and then, never a message each.
  futexPerFolder: { name: "futex calls per folder", atMost: 4 },
  // A message wakes its receiver with a write of 8 bytes into an eventfd; data goes by pwrite.
  messagesPerFolder: { name: "writes per folder (a message is one)", atMost: 0.5 },
  // 8 MiB a call, so that a signal is heard, and two to spare.
  copyCalls: { name: "copy calls per 256 MiB of a large file", atMost: 34 },
} as const satisfies Record<string, CountTarget>;
