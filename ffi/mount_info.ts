// /proc/self/mountinfo (proc_pid_mountinfo(5)): `36 35 98:0 /root /point options … - type source options`, a
// line a mount; spaces, tabs, newlines and backslashes in paths as octal numbers.

import type { Mount, MountedFileSystem } from "./calls/mounts.ts";

export const MOUNT_INFO = "/proc/self/mountinfo";

/** The fields of a line up to the mount point. */
const FIELDS = { id: 0, device: 2, root: 3, point: 4, count: 5 } as const;
/** The one behind them. */
const FLAGS = 5;
/** What stands between the fields whose number varies and the last three. */
const SEPARATOR = " - ";

/** @param text a character a raw byte */
export function parseMountInfo(text: string): Mount[] {
  const mounts: Mount[] = [];
  for (const line of text.split("\n")) {
    const [mount, fileSystem] = line.split(SEPARATOR);
    const fields = mount.split(" ", FIELDS.count);
    const [type, source, options] = fileSystem?.split(" ") ?? [];
    if (options === undefined) continue;
    mounts.push({
      id: Number(fields[FIELDS.id]),
      fileSystem: fields[FIELDS.device],
      root: unescaped(fields[FIELDS.root]),
      point: unescaped(fields[FIELDS.point]),
      type,
      source: unescaped(source),
      options: options.split(",").map(unescaped),
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
  return describe(text, (fields) => fields[FIELDS.device] === device);
}

/**
 * The file system of the mount with that number; null where there is no such mount.
 *
 * @param text a character a raw byte
 */
export function findMount(text: string, id: number): MountedFileSystem | null {
  return describe(text, (fields) => fields[FIELDS.id] === `${id}`);
}

/** What the first line says whose fields up to the mount point are right. */
function describe(
  text: string,
  isRight: (fields: readonly string[]) => boolean,
): MountedFileSystem | null {
  const line = text.split("\n").find((line) => isRight(line.split(" ", FIELDS.count)));
  const [mount, fileSystem] = line?.split(SEPARATOR) ?? [];
  const [type, source, options] = fileSystem?.split(" ") ?? [];
  if (mount === undefined || options === undefined) return null;
  const fields = mount.split(" ");
  return {
    type,
    source: unescaped(source),
    point: unescaped(fields[FIELDS.point]),
    flags: fields[FLAGS].split(","),
    options: options.split(","),
  };
}

function unescaped(path: string): string {
  if (!path.includes("\\")) return path;
  return path.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(parseInt(octal, 8)));
}
