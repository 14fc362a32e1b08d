// The context in which a thread copies backups: its own is at work on the entry that takes their place.

import { DEFAULT_OPTIONS } from "../../options.ts";
import { createCounters } from "../../shared/counters.ts";
import { CopyContext } from "../context.ts";

/** Keeps all metadata, whatever the run keeps of what it copies; backups are not counted among its copies. */
export function contextOfBackups(
  { fs, memory, report, options, temporaryNames }: CopyContext,
): CopyContext {
  const { fsync, verify, zeroCopy, bandwidthLimit, materialize, dropCache } = options;
  return new CopyContext({
    fs,
    options: {
      ...DEFAULT_OPTIONS,
      fsync,
      verify,
      zeroCopy,
      bandwidthLimit,
      materialize,
      dropCache,
    },
    memory: { ...memory, counters: createCounters(1) },
    report,
    index: 0,
    runToken: temporaryNames.runToken,
    temporaryNames,
    mayProbe: true,
    comparesAll: false,
    usesFastPath: false,
  });
}
