// File systems that keep all metadata and such as do not, and what the tests of them share: a tree that has some of
// everything, runs with what they tell, and what a run may have done.

import type { NoticeEvent, RunEvent } from "../../lib/events.ts";
import type { Summary } from "../../lib/summary.ts";
import type { mirror, RunOptions } from "../support/runs.ts";
import * as make from "../support/entries.ts";
import { type Kind, type Mount, mountAll } from "../support/mounts.ts";
import { mountOdd, type OddKind } from "../support/odd_mounts.ts";

/** What a kind of file system does not keep, as users are told; empty where it keeps all. */
export interface Case {
  readonly mount: Mount;
  readonly told: string;
  /** What else it has no room for, and the tree goes without. */
  readonly without?: readonly ("links" | "hard links" | "xattrs")[];
  /** Whether looking alone shows what is not kept. */
  readonly isShown?: boolean;
}

type Maker = (scratch: string, kind: string) => Case;

const keepsAll: Maker = (scratch, kind) => ({ mount: mountAll(scratch)[kind as Kind], told: "" });
const odd = (told: string, more: Partial<Case> = {}): Maker => (scratch, kind) => ({
  mount: mountOdd(scratch, kind as OddKind),
  told,
  ...more,
});
const LOSES_MODES = "the file system (fuse) keeps no modes";
const LOSES_OWNERS = "the file system (fuse) keeps no owners";

const MAKERS: Readonly<Record<string, Maker>> = {
  tmpfs: keepsAll,
  ext4: keepsAll,
  xfs: keepsAll,
  btrfs: keepsAll,
  overlay: keepsAll,
  "ext4-128": odd("the file system (ext4) keeps times to 1 s"),
  exfat: odd("the file system (exfat) keeps times to 1 s and neither modes nor owners", {
    without: ["links", "hard links", "xattrs"],
  }),
  ntfs: odd("the file system (ntfs) keeps times to 100 ns and neither modes nor owners"),
  "ntfs-permissions": odd("the file system (ntfs) keeps times to 100 ns"),
  "ntfs-acls": odd("the file system (ntfs) keeps times to 100 ns"),
  "ntfs-one-owner": odd(
    "the file system (ntfs) keeps times to 100 ns and neither modes nor owners",
  ),
  bindfs: odd(""),
  "bindfs-chmod-ignore": odd(LOSES_MODES, { isShown: false }),
  "bindfs-chmod-deny": odd(LOSES_MODES, { isShown: false }),
  "bindfs-chown-ignore": odd(LOSES_OWNERS, { isShown: false }),
  "bindfs-chown-deny": odd(LOSES_OWNERS, { isShown: false }),
  "bindfs-one-owner": odd("the file system (fuse) keeps neither modes nor owners", {
    isShown: false,
  }),
  mergerfs: odd("", { without: ["hard links"] }),
  unionfs: odd("", { without: ["hard links", "xattrs"] }),
};

/** Every kind. */
export const KEPT_KINDS: readonly string[] = Object.keys(MAKERS);

/** The kinds as they are mounted below a scratch folder, each when it is first asked for. */
export function casesBelow(scratch: string): (kind: string) => Case {
  const made = new Map<string, Case>();
  return (kind) => {
    const known = made.get(kind) ?? MAKERS[kind](scratch, kind);
    made.set(kind, known);
    return known;
  };
}

/** Seconds of some moment, with nanoseconds that no coarse clock has. */
export const ODD: make.Time = [1_577_836_801, 123_456_789];
export function makeTree(root: string, { without = [] }: Case): void {
  make.makeFolder(root);
  make.makeFolder(`${root}/empty`);
  make.makeFolder(`${root}/folder`, 0o750);
  for (const [i, mode] of [0o644, 0o755, 0o600, 0o4755, 0o444].entries()) {
    make.makeFile(`${root}/folder/${mode.toString(8)}`, `contents ${i}`, mode);
  }
  make.makeFile(`${root}/owned`, "owned", 0o640);
  make.setOwner(`${root}/owned`, 5, 6);
  make.makeSparse(`${root}/sparse`, 1 << 20, [[512 << 10, 516 << 10]]);
  for (let i = 0; i < 40; i++) make.makeFile(`${root}/empty/${i}`, `${i}`);
  if (!without.includes("xattrs")) make.setXattr(`${root}/owned`, "user.note", "text");
  if (!without.includes("links")) {
    make.makeSymlink(`${root}/link`, "owned");
    make.makeFifo(`${root}/fifo`);
  }
  if (!without.includes("hard links")) make.makeHardLink(`${root}/owned`, `${root}/hard`);
  stamp(root);
}

/** Gives everything times of its own, the folders last. */
function stamp(root: string): void {
  for (const { name, isDirectory } of Deno.readDirSync(root)) {
    if (isDirectory) stamp(`${root}/${name}`);
    else make.setTimes(`${root}/${name}`, [ODD[0] + 2 * name.length, ODD[1]]);
  }
  make.setTimes(root, [ODD[0], 987_654_321]);
}

export interface Told {
  readonly summary: Summary;
  readonly notices: readonly string[];
}

export async function run(
  command: typeof mirror,
  source: string,
  target: string,
  options: RunOptions = {},
): Promise<Told> {
  const events: RunEvent[] = [];
  const onEvent = (event: RunEvent) => void events.push(event);
  const summary = await command(source, target, { ...options, onEvent });
  const notices = events.filter((event): event is NoticeEvent => event.type === "notice")
    .map(({ message }) => message.replace(/^in '.*' /, ""));
  return { summary, notices };
}

/** Everything that a run may have done. */
export function done({ summary: s }: Told): Record<string, number | string> {
  return {
    outcome: s.outcome,
    errors: s.errors.map(({ op, code }) => `${op}: ${code}`).join(),
    copied: s.filesCopied + s.filesReplaced + s.linksCreated + s.foldersCreated,
    updated: s.metadataUpdated,
    deleted: s.deleted,
    differences: s.differences,
  };
}

export const NOTHING = {
  outcome: "done",
  errors: "",
  copied: 0,
  updated: 0,
  deleted: 0,
  differences: 0,
};
