// How many names a file has, where listings do not tell (Windows): asked for only where a decision
// depends on it, since that opens the file. unchanged_link_table.ts tells which those are.

import { type CString, FileStat, NLINK_NOT_TOLD, WORD } from "../../../ffi/mod.ts";
import type { CopyContext } from "../../copy/context.ts";
import { NOTED } from "../../copy/links/unchanged_link_table.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { CONTROL } from "../../shared/control.ts";
import type { WorkerContext } from "../worker/worker_context.ts";

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
 * Whether the source file in hand is one of several names, its counterpart being there, where its listing
 * did not tell. False also for a name that is passed over: it may have others, which are as they should be.
 */
export function isOneOfMany(worker: WorkerContext, pair: FolderPair, name: CString): boolean {
  const { ctx, ctx: { links, unchangedLinks, sourceStat, targetStat, control } } = worker;
  if (sourceStat.nlink !== NLINK_NOT_TOLD) return false;
  // Noted first and looked up then: whoever copies another name does it the other way round.
  const noted = unchangedLinks.note(sourceStat, targetStat);
  if (noted === NOTED.consistent && !links!.knows(sourceStat)) return false;
  askLinkCount(ctx, pair.source, name, sourceStat);
  unchangedLinks.takeBack(sourceStat);
  if (sourceStat.nlink <= 1) return false;
  if (noted === NOTED.different) Atomics.store(control, CONTROL.namesMissed, 1);
  return true;
}

/** Takes the file in hand for changed: it is not passed over. */
export function takeForChanged(
  { ctx: { unchangedLinks, links, sourceStat } }: WorkerContext,
): void {
  if (links !== null && sourceStat.nlink === NLINK_NOT_TOLD) unchangedLinks.takeBack(sourceStat);
}

/** Says that a file with several names is copied: those that were passed over before are to become links to it. */
export function noteCopied({ ctx: { unchangedLinks, sourceStat, control } }: WorkerContext): void {
  if (unchangedLinks.has(sourceStat)) Atomics.store(control, CONTROL.namesMissed, 1);
}
