// /proc/self/mountinfo (proc_pid_mountinfo(5)): `36 35 98:0 /root /point options … - type source options`, a
// line a mount; spaces, tabs, newlines and backslashes in paths as octal numbers.

import type { Mount } from "./calls/mounts.ts";

export const MOUNT_INFO = "/proc/self/mountinfo";

/** What stands between the fields whose number varies and the last three. */
const SEPARATOR = " - ";

/** @param text a character a raw byte */
export function parseMountInfo(text: string): Mount[] {
  const mounts: Mount[] = [];
  for (const line of text.split("\n")) {
    const [mount, fileSystem] = line.split(SEPARATOR);
    const [id, , device, root, point, flags] = mount.split(" ");
    const [type, source, options] = fileSystem?.split(" ") ?? [];
    if (options === undefined) continue;
    mounts.push({
      id: Number(id),
      fileSystem: device,
      root: unescaped(root),
      point: unescaped(point),
      flags: flags.split(","),
      type,
      source: unescaped(source),
      options: options.split(",").map(unescaped),
    });
  }
  return mounts;
}

function unescaped(path: string): string {
  if (!path.includes("\\")) return path;
  return path.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(parseInt(octal, 8)));
}
