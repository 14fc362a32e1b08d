// Every figure that ferry has to reach, in one place. A target names its workload and the rival; the gate
// judges it on each file system where the workload ran, unless it is meant for some only.

/** A target for times or memory; those for counts are below. */
export type Target =
  | RatioTarget
  | CostTarget
  | FastestTarget
  | OwnTarget
  | ShardsTarget
  | StartTarget
  | PastStartTarget
  | PeakTarget
  | ThreadTarget
  | GrowthTarget
  | FlatTarget;

interface Common {
  readonly workload: string;
  readonly fileSystems?: readonly string[];
}

/** The rival takes at least so many times as long as the ferry that keeps as much. */
export interface RatioTarget extends Common {
  readonly kind: "ratio";
  readonly rival: string;
  readonly atLeast: number;
}

/** That ferry takes at most so many times as long as the rival. */
export interface CostTarget extends Common {
  readonly kind: "cost";
  readonly rival: string;
  readonly atMost: number;
}

/** As `RatioTarget`, of the fastest of these that this machine has. */
export interface FastestTarget extends Common {
  readonly kind: "fastest";
  readonly rivals: readonly string[];
  readonly atLeast: number;
}

/** ferry takes at most so many times as long as with the best number of threads, of those in `ownJobs`. */
export interface OwnTarget extends Common {
  readonly kind: "own";
  readonly atMost: number;
}

/** All shards one after the other take at most so many times as long as one run. */
export interface ShardsTarget extends Common {
  readonly kind: "shards";
  readonly shards: number;
  readonly atMost: number;
}

/** How much longer ferry takes than a compiled program that does nothing. */
export interface StartTarget extends Common {
  readonly kind: "start";
  readonly atMostMs: number;
}

/** As `FastestTarget`, with the time of a compiled program that does nothing taken off ferry's. */
export interface PastStartTarget extends Common {
  readonly kind: "past-start";
  readonly rivals: readonly string[];
  readonly atLeast: number;
}

/** ferry's resident memory at its highest. */
export interface PeakTarget extends Common {
  readonly kind: "peak";
  /** With so many threads; left out: its own choice. */
  readonly jobs?: number;
  readonly atMostBytes: number;
}

/** What each thread more takes, between two numbers of them. */
export interface ThreadTarget extends Common {
  readonly kind: "thread";
  readonly fewer: number;
  readonly more: number;
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

/** The programs that a target compares ferry with. */
export function rivalsOf(target: Target): readonly string[] {
  if ("rivals" in target) return target.rivals;
  return "rival" in target ? [target.rival] : [];
}

/** Decimal. */
const MB = 1e6;
const SMALL = ["tmpfs", "ext4", "xfs"];
const JOURNALLED = ["ext4", "xfs"];
/** Where blocks can be shared both sides only clone, and start-up is all that is left to compare. */
const UNSHARED = ["ext4"];
const PLAIN = ["ext4", "tmpfs"];
const SLOWER = ["slow-1ms"];
const MANY_AT_A_TIME = ["rclone", "rclone by default", "xcp", "xcp -w 16", "cpz"];

/**
 * The speed and memory that are promised. The roofline is the least C that keeps the same promises, with as many
 * threads: a share of it holds on any machine, where a rival gains from a faster call as ferry does not.
 */
export const TARGETS: readonly Target[] = [
  { kind: "cost", workload: "small", rival: "roofline", atMost: 1.25, fileSystems: ["tmpfs"] },
  { kind: "cost", workload: "small", rival: "roofline", atMost: 1.1, fileSystems: JOURNALLED },
  { kind: "ratio", workload: "small", rival: "cp -a", atLeast: 1.6, fileSystems: SMALL },
  { kind: "ratio", workload: "small", rival: "rsync -a", atLeast: 2.8, fileSystems: SMALL },
  { kind: "ratio", workload: "small", rival: "xcp", atLeast: 1.1, fileSystems: SMALL },
  { kind: "cost", workload: "small", rival: "cpz", atMost: 1.3, fileSystems: SMALL },
  { kind: "peak", workload: "small", atMostBytes: 100 * MB },
  { kind: "cost", workload: "no-op", rival: "roofline", atMost: 1.5 },
  { kind: "ratio", workload: "no-op", rival: "rsync -aHAX", atLeast: 2.5 },
  { kind: "cost", workload: "no-op-bare", rival: "roofline bare", atMost: 1.5 },
  { kind: "ratio", workload: "no-op-bare", rival: "rsync -a", atLeast: 1.6 },
  { kind: "cost", workload: "incremental", rival: "roofline", atMost: 1.5 },
  { kind: "ratio", workload: "incremental", rival: "rsync -aHAX", atLeast: 1.8 },
  larger("small-300k", "roofline", 1.25),
  larger("no-op-300k", "roofline", 1.5),
  larger("no-op-bare-300k", "roofline bare", 1.5),
  larger("incremental-300k", "roofline", 1.5),
  { kind: "cost", workload: "mixed", rival: "roofline", atMost: 1.5 },
  { kind: "ratio", workload: "mixed", rival: "cp -a", atLeast: 1.5 },
  { kind: "cost", workload: "large", rival: "roofline", atMost: 1.05, fileSystems: UNSHARED },
  { kind: "ratio", workload: "large", rival: "cp", atLeast: 0.97, fileSystems: UNSHARED },
  { kind: "ratio", workload: "large", rival: "rsync -a", atLeast: 3.5, fileSystems: UNSHARED },
  { kind: "start", workload: "tiny", atMostMs: 10 },
  ...pastStart("hard-links", ["cp -a", "rsync -aHAX"]),
  ...pastStart("sparse", ["cp -a", "rsync -aS"]),
  ...pastStart("source-tree", ["cp -a", "rsync -a", "xcp"]),
  fastest("cold", ["cp -a", "rsync -a", "xcp", "cpz"], 1.25, ["disk"]),
  fastest("cold-no-op", ["rsync -aHAX", "rsync -a", "rclone"], 1, ["disk"]),
  { kind: "own", workload: "slow", atMost: 1.25, fileSystems: SLOWER },
  fastest("slow", MANY_AT_A_TIME, 1.2, SLOWER),
  { kind: "peak", workload: "slow", jobs: 16, atMostBytes: 250 * MB, fileSystems: SLOWER },
  {
    kind: "thread",
    workload: "slow",
    fewer: 8,
    more: 16,
    atMostBytes: 12 * MB,
    fileSystems: SLOWER,
  },
  { kind: "own", workload: "slow-no-op", atMost: 1.5 },
  { kind: "ratio", workload: "slow-no-op", rival: "rsync -aHAX", atLeast: 5 },
  { kind: "ratio", workload: "slow-no-op-bare", rival: "rsync -a", atLeast: 1.5 },
  { kind: "shards", workload: "shards", shards: 8, atMost: 1.3, fileSystems: PLAIN },
  { kind: "peak", workload: "memory-100k", atMostBytes: 100 * MB },
  { kind: "growth", workload: "memory-1m", from: "memory-100k", atMostBytes: 30 * MB },
  { kind: "flat", workload: "files-1000000", from: "files-100000", atMost: 1.1 },
];

function fastest(
  workload: string,
  rivals: readonly string[],
  atLeast: number,
  fileSystems: readonly string[],
): FastestTarget {
  return { kind: "fastest", workload, rivals, atLeast, fileSystems };
}

/** In a tree in which a start counts for a third. */
function larger(workload: string, rival: string, atMost: number): Target {
  return { kind: "cost", workload, rival, atMost, fileSystems: ["tmpfs"] };
}

/** None of these is ahead of ferry once its runtime has started. */
function pastStart(workload: string, rivals: readonly string[]): Target[] {
  return [{ kind: "past-start", workload, rivals, atLeast: 1, fileSystems: PLAIN }];
}

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
  // A shard lists all folders, some 2,000 entries a call, and asks for nothing of what is not its own.
  ofOthers: { name: "system calls per file of other shards", atMost: 0.02 },
  unchangedOfOthers: { name: "system calls per unchanged file of other shards", atMost: 0.02 },
  // Before and after it is read: the listings tell that the target does not have it.
  statsOfOwn: {
    name: "statx per new file of a shard, in folders that another has made",
    atMost: 2.05,
  },
  // Folders travel through shared memory: a lock that is contended now and then, never a message each.
  futexPerFolder: { name: "futex calls per folder", atMost: 4 },
  // A message wakes its receiver with a write of 8 bytes into an eventfd; data goes by pwrite.
  messagesPerFolder: { name: "writes per folder (a message is one)", atMost: 0.5 },
  // 8 MiB a call, so that a signal is heard, and two to spare.
  copyCalls: { name: "copy calls per 256 MiB of a large file", atMost: 34 },
} as const satisfies Record<string, CountTarget>;
