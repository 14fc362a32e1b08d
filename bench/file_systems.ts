// Fresh file systems on RAM, so that a slow or throttled disk stays out of the times and no workload
// inherits the fragments of the one before. All lie in one private folder that is always removed.

import { onCleanUp } from "./cleanup.ts";
import { findProgram, run, runUninterrupted } from "./command.ts";

/** One kind of file system under test. */
export interface FileSystem {
  readonly name: string;
  /** What makes one on an image; null is tmpfs, which needs none. */
  readonly format: readonly string[] | null;
  /** Whether files can share blocks (FICLONE). */
  readonly hasReflink: boolean;
}

/** Bytes of an image, sparse until used: twice the largest workload and room for journals. */
const IMAGE_BYTES = 12 * 2 ** 30;
/** A killed child may hold its files for a moment longer; then the mount is detached lazily. */
const UMOUNT_TRIES = 50;
const UMOUNT_PAUSE_MS = 100;

/** In the order in which they are measured. */
export const FILE_SYSTEMS: readonly FileSystem[] = [
  { name: "tmpfs", format: null, hasReflink: false },
  {
    name: "ext4",
    // Without the lazy parts, or the kernel writes inode tables while the first runs are timed.
    format: ["mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0"],
    hasReflink: false,
  },
  { name: "xfs", format: ["mkfs.xfs", "-q", "-f", "-m", "reflink=1"], hasReflink: true },
  { name: "btrfs", format: ["mkfs.btrfs", "-q", "-f"], hasReflink: true },
];

/** Why a file system cannot be had here, or null if it can. */
export function whyUnavailable({ name, format }: FileSystem): string | null {
  if (Deno.uid() !== 0) return `${name} needs root to mount`;
  if (format && !findProgram(format[0])) return `${name} needs ${format[0]}`;
  return null;
}

/** Makes the folder on RAM that holds everything; removed at the end of the run. */
export function privateFolder(): string {
  const folder = Deno.makeTempDirSync({ dir: "/dev/shm", prefix: "ferry-bench-" });
  onCleanUp(async () => {
    const left = mountsBelow(folder);
    if (left.length > 0) throw new Error(`${left.join(", ")} still mounted`);
    await runUninterrupted("rm", "-rf", "--one-file-system", folder);
  });
  return folder;
}

/**
 * Mounts a new, empty file system.
 *
 * @param folder the private folder
 * @param label tells two mounts of the same time apart
 * @returns its path, and what unmounts and removes it
 */
export async function mountNew(
  { format }: FileSystem,
  folder: string,
  label: string,
): Promise<{ path: string; unmount: () => Promise<void> }> {
  const path = `${folder}/${label}`;
  const image = `${path}.img`;
  Deno.mkdirSync(path);
  const unmount = onCleanUp(async () => {
    if (mountsBelow(path).length > 0) await release(path);
    await runUninterrupted("rm", "-rf", "--one-file-system", image, path);
  });
  if (format) {
    await run("truncate", "-s", String(IMAGE_BYTES), image);
    await run(...format, image);
    await run("mount", "-o", "loop", image, path);
  } else {
    // nr_inodes=0: a million empty files need more than the default allows.
    await run("mount", "-t", "tmpfs", "-o", `size=${IMAGE_BYTES},nr_inodes=0`, "tmpfs", path);
  }
  return { path, unmount };
}

async function release(path: string): Promise<void> {
  for (let tries = 0; tries < UMOUNT_TRIES; tries++) {
    try {
      await runUninterrupted("umount", path);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, UMOUNT_PAUSE_MS));
    }
  }
  await runUninterrupted("umount", "--lazy", path);
}

/** The mount points at or below a folder. */
function mountsBelow(folder: string): string[] {
  const points = Deno.readTextFileSync("/proc/self/mounts").split("\n")
    .map((line) => line.split(" ")[1] ?? "");
  return points.filter((point) => point === folder || point.startsWith(`${folder}/`));
}
