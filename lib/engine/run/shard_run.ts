// What is special about a run that is one shard of several.

import { cString, FILE_SYSTEM_KINDS, FileStat } from "../../../ffi/mod.ts";
import { UsageError } from "../../errors.ts";
import type { ShardResult } from "../../summary.ts";
import { counted, COUNTER } from "../../shared/counters.ts";
import { hasStableInodes, ownsNamed } from "../facts/shard_entries.ts";
import { isCopying, type RunRequest } from "../roots/request.ts";
import type { Job } from "../worker/job.ts";
import { eachPacked, packNames } from "../worker/packed_entries.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import type { Threads } from "./threads.ts";

/** @throws {FerryError} `usage` for a request of which a shard cannot know its part */
export function checkShardRequest(
  { options, command, placement, sources, readsDestOnly }: RunRequest,
) {
  if (options.shard === null) return;
  if (readsDestOnly) {
    throw new UsageError(
      "CONFLICT",
      "--check and --shard exclude each other: the list has no shards",
      {
        advice: "verify SOURCE DEST --shard I/N, or check the whole list",
      },
    );
  }
  if (isCopying(command) && placement === "auto" && sources.length === 1) {
    throw new UsageError(
      "CONFLICT",
      "--shard has to know what DEST is: another shard may have made it by now, and then it is a folder to copy into",
      { advice: "type -T SOURCE DEST to make DEST the copy, or -t DEST SOURCE to copy into DEST" },
    );
  }
}

/** The jobs without the entries, named as SOURCE, that belong to other shards. */
export function ownJobs(main: WorkerContext, jobs: readonly Job[]): readonly Job[] {
  if (main.shard === null) return jobs;
  return jobs.flatMap((job) => {
    if (job.entries === null) return [job];
    const own: Uint8Array[] = [];
    eachPacked(job.entries, (name) => {
      if (ownsNamed(main, job.root, cString(name))) own.push(name.slice());
    });
    main.ctx.count[COUNTER.entriesForeign] += job.entries.count - own.length;
    return own.length === 0 ? [] : [{ ...job, entries: packNames(own) }];
  });
}

/** What is said where the names of one file may come into several shards; null where they do not. */
export function splittingNotice(main: WorkerContext): string | null {
  const { shard, ctx: { links, fs, options }, roots } = main;
  if (shard === null || links === null) return null;
  const mayLose = roots.some(({ source }) =>
    !isByInode(main, source) && FILE_SYSTEM_KINDS[fs.fileSystemKind(source)].isPlain !== true
  );
  if (!mayLose) return null;
  const cause = options.dereference
    ? "with --dereference entries belong to shards by their paths"
    : "SOURCE's file system has no stable inode numbers";
  return `${cause}, so that names of one file may come into several shards: ` +
    "they become files of their own then; with --no-hard-links all do";
}

/** What a summary says of the shard. */
export function shardResult({ main, memory }: Threads): { readonly shard?: ShardResult } {
  const { ctx: { options: { shard } }, roots } = main;
  if (shard === null) return {};
  const isAnyByInode = roots.some(({ source }) => isByInode(main, source));
  const foreign = counted(memory.counters, "entriesForeign");
  return { shard: { ...shard, by: isAnyByInode ? "inode" : "path", foreign } };
}

/** Whether the entries of a root's folder belong to shards by their numbers. */
function isByInode(main: WorkerContext, source: number): boolean {
  const stat = new FileStat();
  return main.ctx.fs.statHandle(source, stat) === 0 && hasStableInodes(main, source, stat.dev);
}
