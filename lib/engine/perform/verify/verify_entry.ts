// `ferry verify`: one entry of the source held against the target's of the same name. It decides by the
// same comparisons as a mirror does and changes nothing; contents are always read, unless sizes are all
// that was asked about.

import { type CString, textOf } from "../../../../ffi/mod.ts";
import { xattrsOfName } from "../../../copy/metadata/xattrs.ts";
import type { FolderPair } from "../../../entry/folder_pair.ts";
import type { WorkerContext } from "../../worker/worker_context.ts";
import { deferToWorkers } from "../../entries/defer.ts";
import { compareMetadata } from "../../entries/compare_entry.ts";
import { isInGroup, mayBeSplit } from "../../entries/link_groups.ts";
import { textsDiffer } from "../../entries/link_text.ts";
import { statSource, statTarget, TARGET } from "../../entries/stat_entry.ts";
import { typeName } from "../../entries/report.ts";
import { askLinkCount } from "../../entries/link_count.ts";
import { targetLocation, targetMount } from "../../entries/target_mount.ts";
import { xattrDifferencesByName } from "../../entries/xattr_differences.ts";
import { deviceText, reportDifference, reportMetadata, reportXattrs } from "./differences.ts";
import { isListFile } from "./list_file.ts";
import { verifyContents } from "./verify_contents.ts";

/** Verifies an entry that is no folder. */
export function verifyEntry(
  worker: WorkerContext,
  pair: FolderPair,
  name: CString,
  targetName: CString,
): void {
  const { ctx, selection, ctx: { options, sourceStat: source, targetStat: target } } = worker;
  if (!statSource(worker, pair, name, source)) return;
  if (source.isFile && deferToWorkers(worker, pair, source)) return;
  const found = statTarget(worker, pair, targetName, target);
  if (found === TARGET.failed) return;
  if (source.isFile && selection.excludesFile(source)) return;
  if (!source.isFile && !source.isSymlink && !options.keep.specials) return;
  if (isListFile(ctx, pair, name, "source", source)) return;
  if (found === TARGET.present && isListFile(ctx, pair, targetName, "target", target)) return;
  if (source.isFile) ctx.countAsDone(source);
  if (found === TARGET.absent) {
    return reportDifference(worker, pair, targetName, "missing", source);
  }
  if (source.type !== target.type) {
    const types = [typeName(source), typeName(target)] as const;
    return reportDifference(worker, pair, targetName, "type", source, ...types);
  }
  const isKnown = verifyLinks(worker, pair, name, targetName);
  verifyMetadata(worker, pair, name, targetName);
  // The very file whose contents were compared under its first name; but a list names it each time.
  if (isKnown && !options.digests) return;
  if (source.isFile) verifyContents(worker, pair, name, targetName);
  else if (source.isSymlink) verifyLinkText(worker, pair, name, targetName);
  else if (!source.hasSameDevice(target)) {
    const devices = [deviceText(source), deviceText(target)] as const;
    reportDifference(worker, pair, targetName, "device", source, ...devices);
  }
}

/**
 * Compares the groups of names that are one file: those of the source must be one in the target, and
 * what are two in the source must be two.
 *
 * @returns whether this is a further name of a file that was met before, on both sides
 */
function verifyLinks(
  worker: WorkerContext,
  pair: FolderPair,
  name: CString,
  targetName: CString,
): boolean {
  const { ctx, ctx: { links, sourceStat: source, targetStat: target } } = worker;
  if (links === null) return false;
  askLinkCount(ctx, pair.source, name, source);
  askLinkCount(ctx, pair.target, targetName, target);
  const mount = targetMount(worker, pair);
  let first = source.nlink > 1 ? links.claim(source, mount) : null;
  if (first !== null && !isInGroup(worker, first)) {
    const cause = mayBeSplit(worker, pair, first);
    if (cause !== 0 && links.renew(source, mount, first, cause)) first = null;
  }
  if (first !== null && !isInGroup(worker, first)) {
    const firstName = new TextDecoder().decode(first.path);
    const how = [`one file with '${firstName}'`, "another file"] as const;
    reportDifference(worker, pair, targetName, "hard-link", source, ...how);
    return false;
  }
  if (first !== null) return true;
  if (source.nlink > 1) {
    links.publish(source, target, targetLocation(worker, pair, targetName));
  }
  if (target.nlink > 1 && !links.own(target, source)) {
    const how = ["a file of its own", "one file with another entry's"] as const;
    reportDifference(worker, pair, targetName, "hard-link", source, ...how);
  }
  return false;
}

function verifyMetadata(
  worker: WorkerContext,
  pair: FolderPair,
  name: CString,
  targetName: CString,
): void {
  const { ctx, ctx: { fs, sourceStat: source, targetStat: target } } = worker;
  const bits = compareMetadata(worker, pair, source, target);
  if (bits !== 0) reportMetadata(worker, pair, targetName, bits, source, target);
  reportXattrs(
    worker,
    pair,
    targetName,
    xattrDifferencesByName(ctx, pair, name, targetName),
    source,
    xattrsOfName(fs, pair.source, name),
    xattrsOfName(fs, pair.target, targetName),
  );
}

function verifyLinkText(
  worker: WorkerContext,
  pair: FolderPair,
  name: CString,
  targetName: CString,
): void {
  const { ctx: { fs, linkBuffer, sourceStat } } = worker;
  if (!textsDiffer(worker, pair, name, targetName)) return;
  const textIn = (folder: number, link: CString) => {
    const length = fs.readSymlink(folder, link, linkBuffer);
    return length < 0 ? fs.errorName(length) : textOf(linkBuffer.slice(0, length));
  };
  const texts = [textIn(pair.source, name), textIn(pair.target, targetName)] as const;
  reportDifference(worker, pair, targetName, "symlink", sourceStat, ...texts);
}
