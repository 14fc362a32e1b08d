// The machine's own disk, of which nothing is in memory before each run: what a program does while it waits for a
// device, which file systems on RAM cannot show.

import { statfsSync } from "node:fs";
import { dirname } from "@std/path";
import { onCleanUp } from "../cleanup.ts";
import { ROOT } from "../clone.ts";
import { run, runUninterrupted } from "../command.ts";
import type { FileSystem } from "./file_systems.ts";

export const DISK = "disk";
const DROP_CACHES = "/proc/sys/vm/drop_caches";
/** Pages, and names with what they stand for. */
const ALL_CACHES = "3";
/** Numbers by which file systems in memory name themselves: tmpfs, ramfs. */
const IN_MEMORY: readonly number[] = [0x01021994, 0x858458f6];

/** @param wanted a folder on the disk; null: the one beside the clone */
export function disk(wanted: string | null): FileSystem {
  const parent = wanted ?? (Deno.build.standalone ? Deno.cwd() : dirname(ROOT.slice(0, -1)));
  return {
    name: DISK,
    hasReflink: false, // whether it has is not asked: no workload on it needs that
    isForNamedAlone: true,
    parent,
    whyUnavailable() {
      if (Deno.build.os !== "linux") return `${DISK} needs Linux, whose caches can be dropped`;
      if (!canDropCaches()) return `${DISK} needs root to drop caches`;
      const isInMemory = IN_MEMORY.includes(statfsSync(parent).type);
      return isInMemory ? `${DISK}: '${parent}' is in memory; name a folder by --disk` : null;
    },
    async make(_folder, label) {
      const path = Deno.makeTempDirSync({ dir: parent, prefix: `ferry-bench-${label}-` });
      const remove = onCleanUp(async () => {
        await runUninterrupted("rm", "-rf", "--one-file-system", path);
      });
      return await Promise.resolve({ path, forget, remove });
    },
    freeBytes() {
      const { bavail, bsize } = statfsSync(parent);
      return bavail * bsize;
    },
  };
}

/** Only what is on the disk already can be dropped. */
async function forget(): Promise<void> {
  await run("sync");
  Deno.writeTextFileSync(DROP_CACHES, ALL_CACHES);
}

/** As root; but a container may show it without the right to write it. */
function canDropCaches(): boolean {
  try {
    Deno.openSync(DROP_CACHES, { write: true }).close();
    return true;
  } catch {
    return false;
  }
}
