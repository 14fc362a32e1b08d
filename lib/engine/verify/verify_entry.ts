// `ferry verify`: one entry of the source held against the target's of the same name. It decides by the
// same comparisons as a mirror does and changes nothing; contents are always read, unless sizes are all
// that was asked about.

import { type CString, textOf } from "../../../ffi/mod.ts";
import { xattrsOfName } from "../../copy/metadata/xattrs.ts";
import type { Place } from "../../copy/place.ts";
import type { Crew } from "../crew/crew.ts";
import { leaveToWorkers } from "../entries/leave.ts";
import { compareMetadata } from "../entries/kept_differences.ts";
import { isInGroup, mayBeSplit } from "../entries/link_groups.ts";
import { textsDiffer } from "../entries/link_text.ts";
import { statSource, statTarget, TARGET } from "../entries/look.ts";
import { typeName } from "../entries/report.ts";
import { askLinkCount } from "../entries/link_count.ts";
import { standsAt, targetMount } from "../folders/target_mount.ts";
import { xattrDifferencesByName } from "../entries/xattr_differences.ts";
import { deviceText, reportDifference, reportMetadata, reportXattrs } from "./differences.ts";
import { isListFile } from "./list_file.ts";
import { verifyContents } from "./verify_contents.ts";

/** Verifies an entry that is no folder. */
export function verifyEntry(crew: Crew, place: Place, name: CString, targetName: CString): void {
  const { ctx, selection, ctx: { options, sourceStat: source, targetStat: target } } = crew;
  if (!statSource(crew, place, name, source)) return;
  if (source.isFile && leaveToWorkers(crew, place, source)) return;
  const found = statTarget(crew, place, targetName, target);
  if (found === TARGET.failed) return;
  if (source.isFile && selection.excludesFile(source)) return;
  if (!source.isFile && !source.isSymlink && !options.keep.specials) return;
  if (isListFile(ctx, place, name, "source", source)) return;
  if (found === TARGET.present && isListFile(ctx, place, targetName, "target", target)) return;
  if (source.isFile) ctx.settle(source);
  if (found === TARGET.absent) {
    return reportDifference(crew, place, targetName, "missing", source);
  }
  if (source.type !== target.type) {
    const types = [typeName(source), typeName(target)] as const;
    return reportDifference(crew, place, targetName, "type", source, ...types);
  }
  const isKnown = verifyLinks(crew, place, name, targetName);
  verifyMetadata(crew, place, name, targetName);
  // The very file whose contents were compared under its first name; but a list names it each time.
  if (isKnown && !options.digests) return;
  if (source.isFile) verifyContents(crew, place, name, targetName);
  else if (source.isSymlink) verifyLinkText(crew, place, name, targetName);
  else if (!source.hasSameDevice(target)) {
    const devices = [deviceText(source), deviceText(target)] as const;
    reportDifference(crew, place, targetName, "device", source, ...devices);
  }
}

/**
 * Compares the groups of names that are one file: those of the source must be one in the target, and
 * what are two in the source must be two.
 *
 * @returns whether this is a further name of a file that was met before, on both sides
 */
function verifyLinks(crew: Crew, place: Place, name: CString, targetName: CString): boolean {
  const { ctx, ctx: { links, sourceStat: source, targetStat: target } } = crew;
  if (links === null) return false;
  askLinkCount(ctx, place.source, name, source);
  askLinkCount(ctx, place.target, targetName, target);
  const mount = targetMount(crew, place);
  let first = source.nlink > 1 ? links.claim(source, mount) : null;
  if (first !== null && !isInGroup(crew, first)) {
    const cause = mayBeSplit(crew, place, first);
    if (cause !== 0 && links.renew(source, mount, first, cause)) first = null;
  }
  if (first !== null && !isInGroup(crew, first)) {
    const firstName = new TextDecoder().decode(first.path);
    const how = [`one file with '${firstName}'`, "another file"] as const;
    reportDifference(crew, place, targetName, "hard-link", source, ...how);
    return false;
  }
  if (first !== null) return true;
  if (source.nlink > 1) {
    links.publish(source, target, standsAt(crew, place, targetName));
  }
  if (target.nlink > 1 && !links.own(target, source)) {
    const how = ["a file of its own", "one file with another entry's"] as const;
    reportDifference(crew, place, targetName, "hard-link", source, ...how);
  }
  return false;
}

function verifyMetadata(crew: Crew, place: Place, name: CString, targetName: CString): void {
  const { ctx, ctx: { fs, sourceStat: source, targetStat: target } } = crew;
  const bits = compareMetadata(crew, place, source, target);
  if (bits !== 0) reportMetadata(crew, place, targetName, bits, source, target);
  reportXattrs(
    crew,
    place,
    targetName,
    xattrDifferencesByName(ctx, place, name, targetName),
    source,
    xattrsOfName(fs, place.source, name),
    xattrsOfName(fs, place.target, targetName),
  );
}

function verifyLinkText(crew: Crew, place: Place, name: CString, targetName: CString): void {
  const { ctx: { fs, linkBuffer, sourceStat } } = crew;
  if (!textsDiffer(crew, place, name, targetName)) return;
  const textIn = (folder: number, link: CString) => {
    const length = fs.readSymlink(folder, link, linkBuffer);
    return length < 0 ? fs.errorName(length) : textOf(linkBuffer.slice(0, length));
  };
  const texts = [textIn(place.source, name), textIn(place.target, targetName)] as const;
  reportDifference(crew, place, targetName, "symlink", sourceStat, ...texts);
}
