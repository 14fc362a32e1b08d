// Real file systems for tests: xfs with reflink, btrfs and ext4 in images in memory, a tmpfs and an
// overlay. Each is mounted below a scratch folder, which unmounts whatever is below it at the end.

import { native } from "./entries.ts";
import { needsPrograms, run } from "./programs.ts";
import { chosenStandIn } from "./chosen_stand_in.ts";

export { needsPrograms } from "./programs.ts";

const ALL_KINDS = ["tmpfs", "ext4", "xfs", "btrfs", "overlay"] as const;
export type Kind = typeof ALL_KINDS[number];

/** The file systems that tests run on; what a stand-in answers is the same on all. */
export const KINDS: readonly Kind[] = chosenStandIn() === null ? ALL_KINDS : ["tmpfs"];

/** Those on which FICLONE works. */
export const CLONES: ReadonlySet<Kind> = new Set(["xfs", "btrfs"]);

const MAKERS: Partial<Record<Kind, readonly string[]>> = {
  xfs: ["mkfs.xfs", "-q", "-m", "reflink=1"],
  btrfs: ["mkfs.btrfs", "-q"],
  ext4: ["mkfs.ext4", "-q", "-F"],
};
/** The least size that mkfs.xfs takes is 300 MiB; the image is sparse. */
const IMAGE_BYTES = 1 << 30;

/** A mounted file system, or the reason why there is none. */
export type Mount = { readonly path: string; readonly reason: null } | {
  readonly path: "";
  readonly reason: string;
};

/**
 * One of each, mounted when it is first asked for: making all takes a second, and few test files need all. Where that
 * is impossible, the reason tells why, for a test's name.
 */
export function mountAll(scratch: string): Record<Kind, Mount> {
  const mounts = {} as Record<Kind, Mount>;
  for (const kind of KINDS) {
    let mount: Mount | null = null;
    const get = () => mount ??= tryMount(scratch, kind);
    Object.defineProperty(mounts, kind, { enumerable: true, get });
  }
  return mounts;
}

/** Reason not to run a test that needs root, or null. */
export function needsRoot(): string | null {
  return native.platform !== "linux" ? "not Linux" : native.identity.uid !== 0 ? "not root" : null;
}

function tryMount(scratch: string, kind: Kind): Mount {
  const reason = needsRoot() ?? needsPrograms(...MAKERS[kind]?.slice(0, 1) ?? []);
  if (reason !== null) return { path: "", reason };
  const path = `${scratch}/${kind}`;
  Deno.mkdirSync(path);
  const failure = kind === "overlay"
    ? mountOverlay(scratch, path)
    : MAKERS[kind]
    ? mountImage(kind, path)
    : mountTmpfs(path);
  return failure === null
    ? { path, reason: null }
    : { path: "", reason: `cannot mount ${kind}: ${failure}` };
}

function mountTmpfs(path: string): string | null {
  return run("mount", "-t", "tmpfs", "-o", "size=2g,mode=755", "tmpfs", path);
}

/** Mounts memory for millions of entries: a system's own /dev/shm may have too few inodes left. */
export function mountRoomy(scratch: string): string {
  const path = `${scratch}/roomy`;
  Deno.mkdirSync(path);
  const failure = run("mount", "-t", "tmpfs", "-o", "size=80%,nr_inodes=0", "tmpfs", path);
  if (failure !== null) throw new Error(`cannot mount a tmpfs: ${failure}`);
  return path;
}

function mountImage(kind: Kind, path: string): string | null {
  const image = `${path}.img`;
  Deno.writeFileSync(image, new Uint8Array());
  Deno.truncateSync(image, IMAGE_BYTES);
  const [mkfs, ...flags] = MAKERS[kind]!;
  return run(mkfs, ...flags, image) ?? run("mount", "-o", "loop", image, path);
}

function mountOverlay(scratch: string, path: string): string | null {
  const layers = `${scratch}/layers`;
  Deno.mkdirSync(layers);
  const failure = mountTmpfs(layers);
  if (failure !== null) return failure;
  for (const layer of ["lower", "upper", "work"]) Deno.mkdirSync(`${layers}/${layer}`);
  const options = `lowerdir=${layers}/lower,upperdir=${layers}/upper,workdir=${layers}/work`;
  return run("mount", "-t", "overlay", "-o", options, "overlay", path);
}
