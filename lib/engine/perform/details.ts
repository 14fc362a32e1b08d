// What `OperationEvent.details` tells of an entry beyond the operation.

import type { CString, FileStat } from "../../../ffi/mod.ts";
import type { CopyContext } from "../../copy/context.ts";
import type { Entry } from "../../entry/entry.ts";
import type { FirstLink } from "../../entry/first_link.ts";
import { type FolderPair, reportPath } from "../../entry/folder_pair.ts";
import { pathOf, sourceOf } from "../../entry/subject.ts";
import type { EntryDetails } from "../../events.ts";

/** Of an entry whose source was looked at; nothing where the options do not ask for it. */
export function detailsOf(ctx: CopyContext, entry: Entry): { details?: EntryDetails } {
  if (!ctx.options.reportDetails) return {};
  const { pair, name, source, linkTo } = entry;
  const linkText = source.isSymlink
    ? symlinkText(ctx, pair, name)
    : linkTo !== null
    ? nameOf(pair, linkTo)
    : null;
  return { details: told(pair, name, source, linkText) };
}

/** Of the pair's folder itself, or of the folder `name` in it, which was not looked at. */
export function folderDetailsOf(
  ctx: CopyContext,
  pair: FolderPair,
  name: CString | null,
): { details?: EntryDetails } {
  if (!ctx.options.reportDetails) return {};
  if (name === null) return { details: told(pair, name, pair.sourceStat, null) };
  const { fs, options, checkStat } = ctx;
  const stat = options.dereference ? fs.statFollowing : fs.stat;
  if (stat.call(fs, pair.source, name, checkStat) < 0) checkStat.words.fill(0);
  return { details: told(pair, name, checkStat, null) };
}

function told(
  pair: FolderPair,
  name: CString | null,
  { size, permissions, uid, gid, mtimeSec }: FileStat,
  linkText: Uint8Array | null,
): EntryDetails {
  const source = pathOf(sourceOf(pair, name));
  return { source, size, mode: permissions, uid, gid, mtime: mtimeSec, linkText };
}

function symlinkText({ fs, linkBuffer }: CopyContext, pair: FolderPair, name: CString) {
  const length = fs.readSymlink(pair.source, name, linkBuffer);
  return length < 0 ? null : linkBuffer.slice(0, length);
}

/** The name that was copied first, as reports show it. */
function nameOf({ root }: FolderPair, { root: index, path }: FirstLink): Uint8Array {
  return index === root.index ? reportPath(root, path) : path;
}
