// What the tests of system calls share: folders on each file system, and files that are worth a method.

import * as make from "../support/entries.ts";
import { type Kind, mountAll, needsPrograms, needsRoot } from "../support/mounts.ts";
import { makeScratch, removeTree } from "../support/scratch.ts";
import type { TracedCall } from "../support/trace.ts";

export const FILES = 12;
const FILE_BYTES = 100_000;
/** The calls that move bytes. */
export const MOVING = "ioctl,copy_file_range,sendfile,pread64,pwrite64";

/** Leaves out XFS_IOC_FSGEOMETRY_V1, which a run asks once, whether xfs ignores case, and which moves nothing. */
export function withoutGeometry(calls: readonly TracedCall[]): TracedCall[] {
  return calls.filter(({ text }) => !/_IOC_READ, 0x58, 0x64,|FSGEOMETRY/.test(text));
}

export const scratch = makeScratch("ferry-calls-");
export const mounts = mountAll(scratch);
export const noStrace = needsRoot() ?? needsPrograms("strace");

/** Lends a source folder on one file system and the path of a target on another. */
export async function withFolders(
  from: Kind,
  to: Kind,
  use: (source: string, target: string, below: string) => Promise<void>,
): Promise<void> {
  const name = crypto.randomUUID();
  const [source, target] = [`${mounts[from].path}/s-${name}`, `${mounts[to].path}/t-${name}`];
  try {
    await use(source, target, name);
  } finally {
    await removeTree(source);
    await removeTree(target);
  }
}

export function makeLargeFiles(folder: string, count = FILES): void {
  make.makeFolder(folder);
  for (let i = 0; i < count; i++) make.makeFile(`${folder}/${i}`, make.pattern(FILE_BYTES, i));
}
