// From the paths as typed to open roots and the first jobs. Everything that can be wrong with them is
// found here, before anything is touched.

import type { NativeFileSystem } from "../../../ffi/mod.ts";
import type { RootPair } from "../../entry/folder_pair.ts";
import { runModeOf } from "../../run_mode.ts";
import type { Job } from "../worker/job.ts";
import type { RunRequest } from "./request.ts";
import { destinationOf, refuseDuplicates } from "./destinations.ts";
import { earlierPaths, filledFolder, openEarlier } from "./earlier.ts";
import { guardedIn } from "./guarded.ts";
import { guard } from "./guards.ts";
import { type OpenedRoot, openRoot, openTree } from "./open.ts";
import { guardList } from "./list_file.ts";
import { nameKeyAt } from "./look.ts";
import { checkNamed, lookAtDest, lookAtSource, type Operand } from "./operands.ts";
import { linksNotice } from "./typed_source.ts";

export interface Roots {
  readonly roots: readonly RootPair[];
  readonly jobs: readonly Job[];
}

/** Opens the roots of a request. @throws {FerryError} */
export function prepareRoots(fs: NativeFileSystem, asked: RunRequest): Roots {
  if (asked.readsDestOnly) return rootsOf([openTree(fs, asked.dest)]);
  const { withSlashes } = fs.paths;
  const sources = asked.sources.map(withSlashes);
  const request = { ...asked, sources, dest: withSlashes(asked.dest) };
  checkNamed(request);
  const existing = lookAtDest(fs, request);
  const operands = sources.map((typed) => lookAtSource(fs, request, typed));
  const destinations = operands.map((operand) => destinationOf(request, existing, operand));
  if (operands.length > 1) refuseDuplicates(destinations, nameKeyAt(fs, request.dest));
  const isFolder = existing.stat?.isFolder ?? operands.some(({ stat }) => stat.isFolder);
  const earlier = earlierPaths(fs, request, filledFolder(fs, request.dest, isFolder));
  operands.forEach((operand, i) => guard(fs, request, operand, destinations[i]));
  const lists = operands.map((operand, i) => guardList(fs, request, operand, destinations[i]));
  const opened = operands.map((operand, i) => {
    const handles = openEarlier(fs, earlier, operand, destinations[i]);
    const { root, job } = openRoot(fs, request, operand, destinations[i], i);
    return { root: { ...root, earlier: handles, apartFrom: lists[i] ?? undefined }, job };
  });
  if (request.command === "copy") reportLinks(request, operands);
  return rootsOf(runModeOf(request.options) === "verify" ? opened : guarding(fs, request, opened));
}

function reportLinks({ onEvent }: RunRequest, operands: readonly Operand[]): void {
  const links = operands.filter(({ stat }) => stat.isSymlink).map(({ typed }) => typed);
  const message = linksNotice(links);
  if (message !== null) onEvent({ type: "notice", message });
}

/** With what is to be guarded in their targets. */
function guarding(
  fs: NativeFileSystem,
  { options }: RunRequest,
  opened: readonly OpenedRoot[],
): OpenedRoot[] {
  const guarded = guardedIn(fs, options, opened);
  return opened.map(({ root, job }, i) => ({ root: { ...root, guarded: guarded[i] }, job }));
}

function rootsOf(opened: readonly OpenedRoot[]): Roots {
  return { roots: opened.map(({ root }) => root), jobs: opened.map(({ job }) => job) };
}

/** Closes them. */
export function closeRoots(fs: NativeFileSystem, roots: readonly RootPair[]): void {
  for (const { source, target, earlier = [] } of roots) {
    fs.close(source);
    earlier.forEach((folder) => fs.close(folder));
    if (target >= 0) fs.close(target);
  }
}
