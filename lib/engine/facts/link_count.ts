// How many names a file has, where listings do not tell (Windows): asked for only where a decision depends on it,
// since that opens the file. lib/copy/links/unchanged_link_table.ts tells which those are.

import { type CString, FileStat, NLINK_NOT_TOLD, WORD } from "../../../ffi/mod.ts";
import type { CopyContext } from "../../copy/context.ts";
import { NOTED } from "../../copy/links/unchanged_link_table.ts";
import type { Entry } from "../../entry/entry.ts";
import { CONTROL } from "../../shared/control.ts";

const asked = new FileStat();

/** Completes what is known of a file by its number of names. Where that fails it stays unknown. */
export function askLinkCount(
  { fs }: CopyContext,
  folder: number,
  name: CString,
  stat: FileStat,
): void {
  if (stat.nlink !== NLINK_NOT_TOLD || !stat.isFile) return;
  // It opens the entry; a link that has taken its place meanwhile is another file.
  const isKnown = fs.statFollowing(folder, name, asked) === 0 && asked.hasSameInode(stat);
  if (isKnown) stat.words[WORD.nlink] = asked.nlink;
}

/**
 * Whether the source is one of several names, its counterpart being there, where its listing did not tell. It is
 * false as well for a name that is skipped as unchanged: its other names are then unchanged, too.
 */
export function isOneOfMany(ctx: CopyContext, { pair, name, source, target }: Entry): boolean {
  const { links, unchangedLinks, control } = ctx;
  if (source.nlink !== NLINK_NOT_TOLD) return false;
  // Note first, look up second: a thread that copies another name of the file does the reverse.
  const noted = unchangedLinks.note(source, target);
  if (noted === NOTED.consistent && !links!.knows(source)) return false;
  askLinkCount(ctx, pair.source, name, source);
  unchangedLinks.takeBack(source);
  if (source.nlink <= 1) return false;
  if (noted === NOTED.different) Atomics.store(control, CONTROL.namesMissed, 1);
  return true;
}

/** Notes that the source is replaced, so that it no longer counts as a name skipped as unchanged. */
export function noteReplaced({ unchangedLinks, links }: CopyContext, source: FileStat): void {
  if (links !== null && source.nlink === NLINK_NOT_TOLD) unchangedLinks.takeBack(source);
}

/** Notes that a file with several names is copied: those that were passed over before are to become links to it. */
export function noteCopied({ unchangedLinks, control }: CopyContext, source: FileStat): void {
  if (unchangedLinks.has(source)) Atomics.store(control, CONTROL.namesMissed, 1);
}
