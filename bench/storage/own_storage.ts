// Measures in a folder of the machine's own storage: on macOS and Windows, which have no file systems on
// RAM, and on Linux without root.

import { statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { onCleanUp } from "../cleanup.ts";
import { DISK } from "./cold_storage.ts";
import { findProgram, outputOf, run } from "../command.ts";
import type { FileSystem } from "./file_systems.ts";
import { SLOW } from "./slow_storage.ts";
import type { Workload } from "../workloads/workload.ts";

/** Workloads that a system cannot make or has no rival for, each with the reason. */
const IMPOSSIBLE: Readonly<
  Partial<Record<typeof Deno.build.os, Readonly<Record<string, string>>>>
> = {
  darwin: { xattrs: "setfattr is Linux' own" },
  windows: {
    "xattrs": "setfattr is Linux' own",
    "sparse": "robocopy keeps no holes",
    "hard-links": "robocopy keeps no hard links",
  },
};

/** File systems that slow and cold workloads are for. */
const OF_ITS_OWN: readonly string[] = [DISK, ...SLOW.map(({ name }) => name)];

/** The folder to measure in if none is named: that for temporary files; on Linux null. */
export function defaultFolder(): string | null {
  return Deno.build.os === "linux" ? null : tmpdir();
}

/** Makes a folder in `parent` that holds everything; removed at the end of the run. */
export function privateFolderIn(parent: string): string {
  const folder = Deno.makeTempDirSync({ dir: parent, prefix: "ferry-bench-" }).replaceAll(
    "\\",
    "/",
  );
  onCleanUp(() => Deno.remove(folder, { recursive: true }));
  return folder;
}

/** The file system of a folder. */
export async function ownStorage(folder: string): Promise<FileSystem> {
  return {
    name: await fileSystemName(folder),
    // A rival that needs it is tried first.
    hasReflink: true,
    whyUnavailable: () => null,
    make(inside, label) {
      const path = `${inside}/${label}`;
      Deno.mkdirSync(path);
      return Promise.resolve({ path, remove: () => Deno.remove(path, { recursive: true }) });
    },
    freeBytes() {
      const { bavail, bsize } = statfsSync(folder);
      return bavail * bsize;
    },
  };
}

/** The storage as results name it. Defender reads every file that is written, by any program. */
export async function describeStorage(): Promise<string> {
  const storage = "in a folder of the machine's own storage";
  const powershell = Deno.build.os === "windows" && findProgram("powershell");
  if (!powershell) return storage;
  const asked = "(Get-MpComputerStatus).RealTimeProtectionEnabled";
  const { stdout } = await outputOf([powershell, "-NoProfile", "-Command", asked]);
  return stdout.trim() === "True" ? `${storage}, scanned by Defender` : storage;
}

/**
 * Chooses the workloads for a machine's own storage, and says why others are left out. Those for tmpfs
 * alone show how ferry's time and memory grow; they are run if they were named.
 */
export function forOwnStorage(
  workloads: readonly Workload[],
  isNamed: boolean,
): { workloads: Workload[]; leftOut: string[] } {
  const reasons = workloads.map((workload) => ({
    workload,
    reason: whyNotHere(workload, isNamed),
  }));
  return {
    workloads: reasons.filter(({ reason }) => reason === null)
      .map(({ workload }) => ({ ...workload, fileSystems: undefined })),
    leftOut: reasons.filter(({ reason }) => reason !== null)
      .map(({ workload, reason }) => `${workload.name} (${reason})`),
  };
}

function whyNotHere({ name, sides = "both", fileSystems }: Workload, isNamed: boolean) {
  if (fileSystems?.every((one) => OF_ITS_OWN.includes(one))) {
    return "has storage of its own, on Linux and without --folder";
  }
  if (sides !== "both") return "needs a second file system";
  const isForTmpfs = fileSystems?.every((one) => one === "tmpfs") ?? false;
  if (isForTmpfs && !isNamed) return "is meant for tmpfs; name it with --only";
  return IMPOSSIBLE[Deno.build.os]?.[name] ?? null;
}

async function fileSystemName(folder: string): Promise<string> {
  switch (Deno.build.os) {
    case "windows": {
      const drive = Deno.realPathSync(folder).replace(/^\\\\\?\\/, "").slice(0, 3);
      const asked = `(New-Object IO.DriveInfo '${drive}').DriveFormat`;
      const powershell = findProgram("powershell");
      if (!powershell) return "unknown";
      const { stdout } = await outputOf([powershell, "-NoProfile", "-Command", asked]);
      return stdout.trim().toLowerCase() || "unknown";
    }
    case "darwin": {
      const device = (await run("df", "-P", folder)).split("\n")[1].split(/\s+/)[0];
      return appleFileSystem(await run("mount"), device);
    }
    default:
      return (await run("df", "-PT", folder)).split("\n")[1].split(/\s+/)[1];
  }
}

/** `apfs` of `/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled)`. */
export function appleFileSystem(mounts: string, device: string): string {
  const line = mounts.split("\n").find((one) => one.startsWith(`${device} on `));
  return /.* \(([^,)]+)/.exec(line ?? "")?.[1] ?? "unknown";
}
