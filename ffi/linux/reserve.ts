// Who may fill what ext4 keeps back (ext4_has_free_clusters in fs/ext4/balloc.c; ext2 does the same): the user and the group
// for whom it is kept, and whoever has CAP_SYS_RESOURCE in the first user namespace.

import { majorOf, minorOf } from "../file_stat.ts";
import { reading } from "../permission.ts";
import { hasBit, processStatus } from "./process_status.ts";

const CAP_SYS_RESOURCE = 24;
/** PROC_USER_INIT_INO in include/linux/proc_ns.h. */
const FIRST_USER_NAMESPACE = 0xeffffffd;

/** Who keeps it. */
interface Owners {
  readonly uid: number;
  readonly gid: number;
}

/** @param dev of the file system, as `FileStat.dev` */
export function mayFillReserve(dev: number): boolean {
  const field = processStatus();
  if (field === null) return false;
  const isFirst = isFirstNamespace();
  const isCapable = isFirst && field("CapEff") !== "" && hasBit(field("CapEff"), CAP_SYS_RESOURCE);
  if (isCapable) return true;
  const { uid, gid } = ownersOf(dev);
  const outside = (map: string) => (id: number) => isFirst ? id : idOutside(map, id);
  const ownUid = outside("/proc/self/uid_map")(numbersIn(field("Uid"))[3]);
  if (ownUid === uid) return true;
  if (gid === 0) return false; // of root's group the kernel does not ask
  const groups = [numbersIn(field("Gid"))[3], ...numbersIn(field("Groups"))];
  return groups.map(outside("/proc/self/gid_map")).includes(gid);
}

function isFirstNamespace(): boolean {
  return attempt(() => reading("/proc/self/ns/user", Deno.statSync).ino) === FIRST_USER_NAMESPACE;
}

/** For whom a file system keeps it: root, unless the driver tells otherwise. */
function ownersOf(dev: number): Owners {
  const link = `/sys/dev/block/${majorOf(dev)}:${minorOf(dev)}`;
  const device = attempt(() => reading(link, Deno.readLinkSync).split("/").at(-1));
  const told = device &&
    attempt(() => reading(`/proc/fs/ext4/${device}/options`, Deno.readTextFileSync));
  const idOf = (name: string) =>
    Number(new RegExp(`^${name}=(\\d+)$`, "m").exec(told ?? "")?.[1] ?? 0);
  return { uid: idOf("resuid"), gid: idOf("resgid") };
}

/** A number of this user namespace in the one above it; NaN where it has none. */
function idOutside(map: string, id: number): number {
  const lines = attempt(() => reading(map, Deno.readTextFileSync))?.trim().split("\n") ?? [];
  for (const line of lines) {
    const [first, above, count] = numbersIn(line);
    if (id >= first && id < first + count) return above + id - first;
  }
  return NaN;
}

function numbersIn(text: string): number[] {
  return text.trim() === "" ? [] : text.trim().split(/\s+/).map(Number);
}

/** Null where a file cannot be read. */
function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
