// /proc/self/mountinfo (proc_pid_mountinfo(5)): `36 35 98:0 /root /point options … - type source options`, a
// line a mount; spaces, tabs, newlines and backslashes in paths as octal numbers.

import type { Mount } from "./calls/mounts.ts";

export const MOUNT_INFO = "/proc/self/mountinfo";

/** The fields of a line up to the mount point. */
const FIELDS = { id: 0, device: 2, root: 3, point: 4, count: 5 } as const;
/** What stands between the fields whose number varies and the last three. */
const SEPARATOR = " - ";

/** What is mounted. Binary strings: a character a raw byte. */
export interface MountedFileSystem {
  /** `ext4`, `fuse.ntfs-3g`. */
  readonly type: string;
  /** A device, an image, or any text. */
  readonly source: string;
  /** Those of the file system, not those of the mount. */
  readonly options: readonly string[];
}

/** @param text a character a raw byte */
export function parseMountInfo(text: string): Mount[] {
  const mounts: Mount[] = [];
  for (const line of text.split("\n")) {
    const fields = line.split(" ", FIELDS.count);
    if (fields.length < FIELDS.count) continue;
    mounts.push({
      id: Number(fields[FIELDS.id]),
      fileSystem: fields[FIELDS.device],
      root: unescaped(fields[FIELDS.root]),
      point: unescaped(fields[FIELDS.point]),
    });
  }
  return mounts;
}

/**
 * The file system with these device numbers; null where it is not mounted.
 *
 * @param text a character a raw byte
 */
export function findFileSystem(
  text: string,
  major: number,
  minor: number,
): MountedFileSystem | null {
  const device = `${major}:${minor}`;
  const line = text.split("\n").find((line) =>
    line.split(" ", FIELDS.count)[FIELDS.device] === device
  );
  const [type, source, options] = line?.split(SEPARATOR)[1]?.split(" ") ?? [];
  return options === undefined
    ? null
    : { type, source: unescaped(source), options: options.split(",") };
}

function unescaped(path: string): string {
  if (!path.includes("\\")) return path;
  return path.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(parseInt(octal, 8)));
}
