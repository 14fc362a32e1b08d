// /proc/self/mountinfo (proc_pid_mountinfo(5)): `36 35 98:0 /root /point options … - type source options`, a
// line a mount; spaces, tabs, newlines and backslashes in paths as octal numbers.

import type { Mount } from "./calls/mounts.ts";

const ID = 0;
const DEVICE = 2;
const ROOT = 3;
const POINT = 4;

/** @param text a character a raw byte */
export function parseMountInfo(text: string): Mount[] {
  const mounts: Mount[] = [];
  for (const line of text.split("\n")) {
    const fields = line.split(" ");
    if (fields.length <= POINT) continue;
    mounts.push({
      id: Number(fields[ID]),
      fileSystem: fields[DEVICE],
      root: unescaped(fields[ROOT]),
      point: unescaped(fields[POINT]),
    });
  }
  return mounts;
}

function unescaped(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(parseInt(octal, 8)));
}
