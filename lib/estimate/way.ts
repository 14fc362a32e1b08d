// How a run goes about its work: what its time depends on beside the amount of it. Runs of the same way are comparable.

import type { Summary } from "../summary.ts";
import { DEFAULT_OPTIONS, type Options } from "../options.ts";

/** A file system, without a name of anything on it. */
export interface FileSystemId {
  /** As the system calls it: `ext4`, `tmpfs`, `fuse.sshfs`; `unknown` where it does not tell. */
  readonly type: string;
  /** The number of its block device, `8:1`; null where it has none that lasts. */
  readonly device: string | null;
}

export interface Way {
  readonly command: Summary["command"];
  readonly from: FileSystemId;
  readonly to: FileSystemId;
  /** Options that matter for speed, where they differ from the default. */
  readonly options: Readonly<Record<string, string | number | boolean>>;
}

/** The options that matter for speed. */
const TIMED = [
  "comparison",
  "fsync",
  "verify",
  "digests",
  "inplace",
  "swap",
  "backup",
  "resume",
  "sparse",
  "reflink",
  "zeroCopy",
  "bandwidthLimit",
  "jobs",
  "lowPriority",
  "dropCache",
  "dereference",
] as const satisfies readonly (keyof Options)[];

/** The way of a run with these options. */
export function wayOf(
  command: Way["command"],
  options: Options,
  { from, to }: Pick<Way, "from" | "to">,
): Way {
  const changed = TIMED.filter((name) =>
    options[name] !== null && options[name] !== DEFAULT_OPTIONS[name]
  );
  return {
    command,
    from,
    to,
    options: {
      ...Object.fromEntries(changed.map((name) => [name, options[name]!])),
      ...(options.shard === null ? {} : { shards: options.shard.count }),
    },
  };
}
