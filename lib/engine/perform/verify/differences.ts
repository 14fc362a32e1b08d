// What `ferry verify` says about an entry: which property differs, and how it is on either side.

import { type CString, FileStat, S_IFDIR, textOf, WORD } from "../../../../ffi/mod.ts";
import { commonLength } from "../../../common_length.ts";
import type { CopyContext } from "../../../copy/context.ts";
import { comparedXattrs } from "../../../copy/metadata/compared_xattrs.ts";
import { flagNames } from "../../../copy/metadata/losses.ts";
import { isAcl } from "../../../copy/metadata/xattr_names.ts";
import type { XattrHolder } from "../../../copy/metadata/xattr_holder.ts";
import { type FolderPair, joinPath, reportPath } from "../../../entry/folder_pair.ts";
import type { DifferenceKind } from "../../../events.ts";
import { CHANGED } from "../../../plan/changes.ts";
import { COUNTER } from "../../../shared/counters.ts";
import { typeName } from "../report.ts";

/** Metadata of some folder, where its own is not known: it says no more than the type. */
export const FOLDER_STAT = new FileStat();
FOLDER_STAT.words[WORD.mode] = S_IFDIR;

/** Bytes of an attribute's value that are shown. */
const LONGEST_VALUE = 60;

/** What a difference is of: an entry of the pair, or its folder itself where `name` is null. */
export interface Differing {
  readonly pair: FolderPair;
  readonly name: CString | null;
  /** What it is like in the source, or in the target where that alone has it. */
  readonly stat: FileStat;
}

/** How a property is in the source and in the target. */
export type Sides = readonly [source: string | null, target: string | null];

/** Reports one difference. */
export function reportDifference(
  ctx: CopyContext,
  { pair, name, stat }: Differing,
  what: DifferenceKind,
  sides: Sides = [null, null],
): void {
  const path = name === null ? pair.path : joinPath(pair.path, name);
  reportDifferenceAt(ctx, reportPath(pair.root, path), what, stat, sides);
}

/** Reports one difference of what has that path in reports. */
export function reportDifferenceAt(
  ctx: CopyContext,
  path: Uint8Array,
  what: DifferenceKind,
  stat: FileStat,
  [source, target]: Sides = [null, null],
): void {
  ctx.count[COUNTER.differences]++;
  ctx.report.difference({ what, path, entryType: typeName(stat), source, target });
}

/** Reports what differs in owner, mode and time, as CHANGED bits tell it; of the source what the target should have. */
export function reportMetadata(
  ctx: CopyContext,
  differing: Differing,
  bits: number,
  target: FileStat,
): void {
  const { policy } = ctx;
  const source = differing.stat;
  const say = (bit: number, what: DifferenceKind, sides: () => Sides) => {
    if ((bits & bit) !== 0) reportDifference(ctx, differing, what, sides());
  };
  const modes = () => [policy.mode(source, target), target.permissions];
  say(CHANGED.mode, "mode", () => sidesOf(modes(), modeText));
  const flags = ctx.flags?.differing(source, target) ?? 0;
  const flagText = (stat: FileStat) => flagNames(ctx.fs.can, stat.attributes & flags);
  say(CHANGED.flags, "flags", () => sidesOf([source, target], flagText));
  say(CHANGED.uid, "owner", () => sidesOf([policy.uid(source, target.uid), target.uid], String));
  say(CHANGED.gid, "group", () => sidesOf([policy.gid(source, target.gid), target.gid], String));
  if (policy.keepsTimes(source)) {
    say(CHANGED.mtime, "mtime", () => sidesOf([source, target], timeText));
  }
}

function sidesOf<T>([source, target]: readonly T[], text: (side: T) => string): Sides {
  return [text(source), text(target)];
}

function modeText(permissions: number): string {
  return permissions.toString(8).padStart(4, "0");
}

/** Reports what differs in attributes and ACLs, reading them once more for their names and values. */
export function reportXattrs(
  ctx: CopyContext,
  differing: Differing,
  bits: number,
  source: XattrHolder,
  target: XattrHolder,
): void {
  if ((bits & (CHANGED.xattrs | CHANGED.acl)) === 0) return;
  const compared = comparedXattrs(ctx, differing.stat, source, target);
  if ("error" in compared) {
    const { side, error } = compared;
    const { pair, name } = differing;
    return ctx.fail({ pair, name, side }, "read extended attributes of", "getxattr", error);
  }
  const { wanted, current } = compared;
  for (const xattr of new Set([...wanted.keys(), ...current.keys()])) {
    const [a, b] = [wanted.get(xattr), current.get(xattr)];
    if (a !== undefined && b !== undefined && ctx.xattrPolicy.isRight(b, a)) continue;
    const from = a === undefined || b === undefined ? 0 : commonLength(a, b);
    const sides = [valueText(xattr, a, from), valueText(xattr, b, from)] as const;
    reportDifference(ctx, differing, isAcl(xattr) ? "acl" : "xattr", sides);
  }
}

/** `2026-01-31T12:00:00.123456789Z` */
function timeText({ mtimeSec, mtimeNsec }: FileStat): string {
  const date = new Date(mtimeSec * 1000);
  // Some file systems hold times beyond the calendar's end (the year 275760).
  if (Number.isNaN(date.getTime())) return `${mtimeSec}.${String(mtimeNsec).padStart(9, "0")}`;
  return `${date.toISOString().slice(0, -5)}.${String(mtimeNsec).padStart(9, "0")}Z`;
}

/**
 * `user.note="text"`, `user.raw=0x00ff`, `no user.note`; of a long value what is about its byte `from`, where the two
 * sides begin to differ.
 */
function valueText(name: string, value: Uint8Array | undefined, from: number): string {
  if (value === undefined) return `no ${name}`;
  const begin = value.length <= LONGEST_VALUE || from < LONGEST_VALUE / 2 ? 0 : from - 8;
  const part = value.subarray(begin, begin + LONGEST_VALUE);
  const isText = value.every((byte) => byte >= 0x20 && byte < 0x7f);
  const text = isText ? JSON.stringify(textOf(part)) : `0x${part.toHex()}`;
  const isCut = part.length < value.length;
  return `${name}=${begin > 0 ? "…" : ""}${text}${isCut ? `… (${value.length} bytes)` : ""}`;
}

/** `8:1` of a device's numbers. */
export function deviceText({ words }: FileStat): string {
  return `${words[WORD.rdevMajor]}:${words[WORD.rdevMinor]}`;
}
