// One entry of the source held against the target's of the same name and kind. Contents are always read, unless
// sizes are all that was asked about.

import { textOf } from "../../../../ffi/mod.ts";
import type { CString } from "../../../../ffi/mod.ts";
import type { CopyContext } from "../../../copy/context.ts";
import { xattrsOfName } from "../../../copy/metadata/xattr_holder.ts";
import type { Entry } from "../../../entry/entry.ts";
import { compareMetadata } from "../../facts/differences.ts";
import { askLinkCount } from "../../facts/link_count.ts";
import { linkTextsDiffer } from "../../facts/link_texts.ts";
import { targetLocation, targetMount } from "../../facts/target_mount.ts";
import { xattrDifferencesByName } from "../../facts/xattr_differences.ts";
import type { WorkerContext } from "../../worker/worker_context.ts";
import { mayBeSplit } from "../link_groups.ts";
import { compareContents } from "./contents.ts";
import {
  deviceText,
  type Differing,
  reportDifference,
  reportMetadata,
  reportXattrs,
} from "./differences.ts";

/** Compares an entry that both sides have, and reports what differs. */
export function compareEntry(worker: WorkerContext, entry: Entry): void {
  const { ctx } = worker;
  const { source, target } = entry;
  const isKnown = compareLinks(worker, entry);
  compareMetadataOf(worker, entry);
  // The very file whose contents were compared under its first name; but a list names it each time.
  if (isKnown && !ctx.options.digests) return;
  if (source.isFile) compareContents(ctx, entry);
  else if (source.isSymlink) compareLinkTexts(ctx, entry);
  else if (!source.hasSameDevice(target)) {
    reportDifference(ctx, differingOf(entry), "device", [deviceText(source), deviceText(target)]);
  }
}

/** The entry as what a difference is of. */
export function differingOf({ pair, targetName, source }: Entry): Differing {
  return { pair, name: targetName, stat: source };
}

/**
 * Compares the groups of names that are one file: those of the source must be one in the target, and
 * what are two in the source must be two.
 *
 * @returns whether this is a further name of a file that was met before, on both sides
 */
function compareLinks({ ctx, basis: { facts } }: WorkerContext, entry: Entry): boolean {
  const { links } = ctx;
  const { pair, name, targetName, source, target } = entry;
  if (links === null) return false;
  askLinkCount(ctx, pair.source, name, source);
  askLinkCount(ctx, pair.target, targetName, target);
  const mount = targetMount(ctx, pair);
  let first = source.nlink > 1 ? links.claim(source, mount) : null;
  if (first !== null && facts.isLinkedTo(entry, first)) return true;
  if (first !== null) {
    // What was asked for by name is excused nowhere.
    const cause = ctx.options.required.hardLinks ? 0 : mayBeSplit(ctx, entry, first);
    if (cause !== 0 && links.reclaim(source, mount, first, cause)) first = null;
  }
  if (first !== null) {
    const firstName = new TextDecoder().decode(first.path);
    const sides = [`one file with '${firstName}'`, "another file"] as const;
    reportDifference(ctx, differingOf(entry), "hard-link", sides);
    return false;
  }
  if (source.nlink > 1) links.publish(source, target, targetLocation(ctx, entry));
  if (target.nlink > 1 && !links.claimTarget(target, source)) {
    const sides = ["a file of its own", "one file with another entry's"] as const;
    reportDifference(ctx, differingOf(entry), "hard-link", sides);
  }
  return false;
}

function compareMetadataOf(worker: WorkerContext, entry: Entry): void {
  const { ctx, ctx: { fs } } = worker;
  const { pair, name, targetName, source, target } = entry;
  const bits = compareMetadata(worker, pair, source, target);
  if (bits !== 0) reportMetadata(ctx, differingOf(entry), bits, target);
  reportXattrs(
    ctx,
    differingOf(entry),
    xattrDifferencesByName(ctx, entry),
    xattrsOfName(fs, pair.source, name),
    xattrsOfName(fs, pair.target, targetName),
  );
}

function compareLinkTexts(ctx: CopyContext, entry: Entry): void {
  const { fs, linkBuffer } = ctx;
  const { pair, name, targetName } = entry;
  if (!linkTextsDiffer(ctx, entry)) return;
  const textIn = (folder: number, link: CString) => {
    const length = fs.readSymlink(folder, link, linkBuffer);
    return length < 0 ? fs.errorName(length) : textOf(linkBuffer.slice(0, length));
  };
  const texts = [textIn(pair.source, name), textIn(pair.target, targetName)] as const;
  reportDifference(ctx, differingOf(entry), "symlink", texts);
}
