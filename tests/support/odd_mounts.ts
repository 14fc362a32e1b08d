// File systems that keep less than Linux' own: FAT, exFAT and NTFS by FUSE, ext4 with inodes that have
// no room for nanoseconds, and FUSE file systems that pass through to a folder but leave something out.

import { needsPrograms, run } from "./programs.ts";
import { type Mount, needsRoot } from "./mounts.ts";

interface Recipe {
  readonly programs: readonly string[];
  /** Mounts at `path`, beside which there is room; what went wrong, or null. */
  readonly mount: (path: string) => string | null;
}

const RECIPES = {
  "ext4-128": {
    programs: ["mkfs.ext4"],
    mount: (path) =>
      onImage(path, 64, ["mkfs.ext4", "-q", "-F", "-I", "128"]) ??
        run("mount", "-o", "loop", imageOf(path), path),
  },
  exfat: { programs: ["mkfs.exfat", "mount.exfat-fuse", "losetup"], mount: mountExfat },
  ntfs: ntfs("ntfs-3g"),
  "ntfs-ignore-case": ntfs("lowntfs-3g", "ignore_case"),
  "ntfs-permissions": ntfs("ntfs-3g", "permissions"),
  "ntfs-acls": ntfs("ntfs-3g", "acl"),
  "ntfs-one-owner": ntfs("ntfs-3g", "uid=65534", "gid=65534", "fmask=0133", "dmask=0022"),
  fat: {
    programs: ["mkfs.vfat", "fusefat"],
    mount: (path) =>
      onImage(path, 32, ["mkfs.vfat"]) ?? run("fusefat", "-o", "rw+", imageOf(path), path),
  },
  bindfs: bindfs(),
  "bindfs-chmod-ignore": bindfs("--chmod-ignore"),
  "bindfs-chmod-deny": bindfs("--chmod-deny"),
  "bindfs-chown-ignore": bindfs("--chown-ignore"),
  "bindfs-chown-deny": bindfs("--chown-deny"),
  "bindfs-one-owner": bindfs("-u", "1234", "-g", "1234", "-p", "u=rwX,go=rX"),
  "bindfs-no-xattrs": bindfs("--xattr-none"),
  mergerfs: {
    programs: ["mergerfs"],
    mount: (path) =>
      run("mergerfs", [1, 2].map((n) => folderBeside(path, `branch${n}`)).join(":"), path),
  },
  unionfs: {
    programs: ["unionfs-fuse"],
    mount: (path) =>
      run(
        "unionfs-fuse",
        "-o",
        "cow",
        `${folderBeside(path, "upper")}=RW:${folderBeside(path, "lower")}=RO`,
        path,
      ),
  },
} satisfies Record<string, Recipe>;

export type OddKind = keyof typeof RECIPES;

export const ODD_KINDS = Object.keys(RECIPES) as OddKind[];

/** Reason not to run a test on this kind, or null. */
export function needsOddMount(kind: OddKind): string | null {
  const reason = needsRoot() ?? needsPrograms(...RECIPES[kind].programs);
  return reason ?? (isFuse(kind) ? needsFuse() : null);
}

/**
 * Mounts a new, empty file system below a scratch folder of `makeScratch`, which unmounts it at the
 * end. Loop devices go with the mount.
 *
 * @param scratch A folder; the mount gets the name of its kind in it.
 */
export function mountOdd(scratch: string, kind: OddKind): Mount {
  const reason = needsOddMount(kind);
  if (reason !== null) return { path: "", reason };
  const path = `${scratch}/${kind}`;
  Deno.mkdirSync(path);
  const failure = RECIPES[kind].mount(path);
  return failure === null
    ? { path, reason: null }
    : { path: "", reason: `cannot mount ${kind}: ${failure}` };
}

/** Takes one away again before the scratch folder's end; throws if that fails. */
export function unmount(path: string): void {
  const failure = run("umount", path);
  if (failure !== null) throw new Error(`cannot unmount ${path}: ${failure}`);
}

function isFuse(kind: OddKind): boolean {
  return !kind.startsWith("ext4");
}

function needsFuse(): string | null {
  return run("test", "-c", "/dev/fuse") === null ? null : "no /dev/fuse";
}

function imageOf(path: string): string {
  return `${path}.img`;
}

function folderBeside(path: string, name: string): string {
  const folder = `${path}.${name}`;
  Deno.mkdirSync(folder);
  return folder;
}

/** Makes a sparse image beside the mount point. */
function onImage(path: string, mebibytes: number, mkfs: readonly string[]): string | null {
  Deno.writeFileSync(imageOf(path), new Uint8Array());
  Deno.truncateSync(imageOf(path), mebibytes << 20);
  const [program, ...flags] = mkfs;
  return run(program, ...flags, imageOf(path));
}

/** exfat-fuse takes a block device alone; the device detaches itself when it is closed last. */
function mountExfat(path: string): string | null {
  return onImage(path, 64, ["mkfs.exfat"]) ?? run(
    "sh",
    "-c",
    'L=$(losetup -f --show "$1") || exit; mount.exfat-fuse "$L" "$2" >&2; code=$?; losetup -d "$L"; exit $code',
    "sh",
    imageOf(path),
    path,
  );
}

function ntfs(program: "ntfs-3g" | "lowntfs-3g", ...options: string[]): Recipe {
  const flags = options.length === 0 ? [] : ["-o", options.join(",")];
  return {
    programs: ["mkfs.ntfs", program],
    mount: (path) =>
      onImage(path, 64, ["mkfs.ntfs", "-q", "-F"]) ?? run(program, ...flags, imageOf(path), path),
  };
}

function bindfs(...flags: string[]): Recipe {
  return {
    programs: ["bindfs"],
    mount: (path) => run("bindfs", ...flags, folderBeside(path, "upper"), path),
  };
}
