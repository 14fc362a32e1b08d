// One large file: nearly all of it is one kernel call repeated, so this shows what ferry adds around
// it, and on file systems with shared blocks whether it clones.

import { type Scale, scaled } from "../options.ts";
import { buildFile, setOldTime } from "./tree.ts";
import { removeTarget, size, type Workload } from "./workload.ts";

const MIB = 2 ** 20;
const GIB_IN_MIB = 1024;

/** 2 GiB, the size that has a target; at both scales, because start-up would be a tenth of less. */
export function large(scale: Scale): Workload {
  const workload = oneFile("large", scaled(scale, 2 * GIB_IN_MIB) * MIB);
  return scale.isQuick ? { ...workload, fileSystems: ["ext4"] } : workload;
}

/** The other sizes, where bytes are really copied. */
export function largeSizes(scale: Scale): Workload[] {
  return [512, GIB_IN_MIB, 4 * GIB_IN_MIB].map((mib) => ({
    ...oneFile(
      `large-${size(mib * MIB).replace(/ (.).*/, "$1").toLowerCase()}`,
      scaled(scale, mib) * MIB,
    ),
    fileSystems: ["ext4"],
  }));
}

/** robocopy names folders, not files. */
const isInFolder = Deno.build.os === "windows";

function oneFile(name: string, bytes: number): Workload {
  return {
    name,
    title: `one file of ${size(bytes)}`,
    work: isInFolder ? "tree" : "file",
    files: 1,
    room: bytes,
    hasLargeFile: true,
    ferryFlags: [],
    rivals: ["cp", "rsync -a", "roofline"],
    others: [
      "cp -a --reflink=always",
      "rsync -a whole-file in place",
      "xcp",
      "cpz",
      "uutils cp -a",
    ],
    async build({ source }) {
      if (!isInFolder) return await buildFile(source, bytes);
      Deno.mkdirSync(source);
      await buildFile(`${source}/large`, bytes);
      setOldTime(source);
    },
    reset: removeTarget,
  };
}
