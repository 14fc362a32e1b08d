// Fresh file systems on RAM, so that a slow or throttled disk stays out of the times and no workload
// inherits the fragments of the one before. All lie in one private folder that is always removed.

import { onCleanUp } from "../cleanup.ts";
import { findProgram, run, runUninterrupted } from "../command.ts";

/** One kind of file system under test. */
export interface FileSystem {
  readonly name: string;
  /** Whether files can share blocks (FICLONE). */
  readonly hasReflink: boolean;
  /** Whether only workloads that name it are run on it. */
  readonly isForNamedAlone?: boolean;
  /** Where it makes its folders; left out: in the private folder. */
  readonly parent?: string;
  /** Why this machine cannot make it, or null. */
  whyUnavailable(): string | null;
  /**
   * Makes an empty folder on it.
   *
   * @param folder the private folder
   * @param label a name for it, unlike that of another one at the same time
   */
  make(folder: string, label: string): Promise<FreshFolder>;
  /** Free bytes; left out: enough for every workload. */
  freeBytes?(): number;
}

/** An empty folder for one workload. */
export interface FreshFolder {
  /** As the programs under test see it. */
  readonly path: string;
  /** The same folder, where the benchmark builds, resets and checks without its slowness; left out: `path`. */
  readonly own?: string;
  /** Makes the system forget what it has in memory of the folder, before each run; left out: it need not. */
  forget?(): Promise<void>;
  remove(): Promise<void>;
}

/** Bytes of an image, sparse until used: twice the largest workload and room for journals. */
const IMAGE_BYTES = 12 * 2 ** 30;
/** A killed child may hold its files for a moment longer; then the mount is detached lazily. */
const UMOUNT_TRIES = 50;
const UMOUNT_PAUSE_MS = 100;

/** In the order in which they are measured. */
export const FILE_SYSTEMS: readonly FileSystem[] = [
  // nr_inodes=0: a million empty files need more than the default allows.
  onRam("tmpfs", false, [], (path) => [
    ["mount", "-t", "tmpfs", "-o", `size=${IMAGE_BYTES},nr_inodes=0`, "tmpfs", path],
  ]),
  // Nothing lazy: the kernel would write inode tables while the first runs are timed.
  onImage("ext4", false, "mkfs.ext4 -q -F -E lazy_itable_init=0,lazy_journal_init=0"),
  onImage("xfs", true, "mkfs.xfs -q -f -m reflink=1"),
  onImage("btrfs", true, "mkfs.btrfs -q -f"),
];

/** Makes the folder on RAM that holds everything; removed at the end of the run. */
export function privateFolder(): string {
  const folder = Deno.makeTempDirSync({ dir: "/dev/shm", prefix: "ferry-bench-" });
  onCleanUp(async () => {
    const left = mountsBelow(folder);
    if (left.length > 0) throw new Error(`${left.join(", ")} still mounted`);
    await removeTree(folder);
  });
  return folder;
}

/** @param format the command that makes the file system, without the image's path */
function onImage(name: string, hasReflink: boolean, format: string): FileSystem {
  const words = format.split(" ");
  return onRam(name, hasReflink, [words[0]], (path) => [
    ["truncate", "-s", String(IMAGE_BYTES), imageOf(path)],
    [...words, imageOf(path)],
    ["mount", "-o", "loop", imageOf(path), path],
  ]);
}

/** @param commands make a new one and mount it on a path */
function onRam(
  name: string,
  hasReflink: boolean,
  programs: readonly string[],
  commands: (path: string) => string[][],
): FileSystem {
  return {
    name,
    hasReflink,
    whyUnavailable() {
      if (Deno.build.os !== "linux") return `${name} on RAM needs Linux`;
      if (Deno.uid() !== 0) return `${name} needs root to mount; --folder needs none`;
      const missing = programs.find((program) => !findProgram(program));
      return missing ? `${name} needs ${missing}` : null;
    },
    async make(folder, label) {
      const path = `${folder}/${label}`;
      Deno.mkdirSync(path);
      const remove = onCleanUp(async () => {
        if (mountsBelow(path).length > 0) await unmount(path);
        await removeTree(imageOf(path), path);
      });
      for (const command of commands(path)) await run(...command);
      return { path, remove };
    },
  };
}

function imageOf(path: string): string {
  return `${path}.img`;
}

async function removeTree(...paths: string[]): Promise<void> {
  await runUninterrupted("rm", "-rf", "--one-file-system", ...paths);
}

/** Unmounts; a program that holds it for longer than a moment makes that lazy. */
export async function unmount(path: string): Promise<void> {
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
export function mountsBelow(folder: string): string[] {
  const points = Deno.readTextFileSync("/proc/self/mounts").split("\n")
    .map((line) => line.split(" ")[1] ?? "");
  return points.filter((point) => point === folder || point.startsWith(`${folder}/`));
}
