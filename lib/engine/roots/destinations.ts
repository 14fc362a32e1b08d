// Where each SOURCE goes, by the rules of cp: into DEST where that is a folder, else under that name.

import { binaryText, cString, type NameKey } from "../../../ffi/mod.ts";
import { isCopying, type RunRequest } from "./request.ts";
import { usage } from "./failures.ts";
import type { ExistingDest, Operand } from "./operands.ts";
import { howToMake, quote } from "./paths.ts";

/** Where one SOURCE goes. */
export interface Destination {
  /** As the user would type it. */
  readonly path: string;
  /** It was named by the user, so a link there is followed. */
  readonly isNamed: boolean;
}

/** A SOURCE, and where it goes. */
export interface Target {
  readonly operand: Operand;
  readonly to: Destination;
}

/**
 * @param isGoingOn whether DEST is the new name of this source, by a run before that was broken off
 * @throws {FerryError}
 */
export function destinationOf(
  request: RunRequest,
  existing: ExistingDest,
  operand: Operand,
  isGoingOn = false,
): Destination {
  const { command, placement, dest } = request;
  const isExact = command === "mirror" || placement === "exact" || isGoingOn;
  if (replacesLink(request, existing, operand)) return { path: dest, isNamed: false };
  if (existing.dangling !== null) throw existing.dangling;
  if (isExact) return exactly(request, existing, operand);
  if (!existing.stat?.isFolder) return asNewName(request, existing, operand);
  const { name } = operand.split;
  // `.`, `..` and `/` have no name to nest under: their contents go into DEST.
  if (name === null) return { path: dest, isNamed: true };
  return { path: dest.endsWith("/") ? dest + name : `${dest}/${name}`, isNamed: false };
}

/**
 * Whether DEST is a link whose place a link or a special file takes, as with cp: it leads to no folder that
 * SOURCE could go into, or is not to be gone into. A file is never copied to a dangling link's place; mv moves it there.
 */
function replacesLink(
  { command, placement, sources, dest }: RunRequest,
  { stat: target, isLink }: ExistingDest,
  { stat }: Operand,
): boolean {
  if (!isCopying(command) || !isLink || stat.isFolder) return false;
  if (stat.isFile && command !== "move") return false;
  if (placement === "into" || sources.length > 1 || dest.endsWith("/")) return false;
  return target === null || !target.isFolder || placement === "exact";
}

/** DEST itself, whatever it is. */
function exactly(
  { sources, dest }: RunRequest,
  { stat: existing }: ExistingDest,
  { typed, stat }: Operand,
): Destination {
  if (sources.length > 1) throw usage("ONE_SOURCE", "with -T there can be only one SOURCE");
  if (existing !== null && existing.isFolder !== stat.isFolder) {
    throw existing.isFolder
      ? usage("EISDIR", `target ${quote(dest)} is a folder and source ${quote(typed)} is not`)
      : usage("ENOTDIR", `target ${quote(dest)} is not a folder`);
  }
  return { path: dest, isNamed: true };
}

/** DEST is no folder to put anything into. */
function asNewName(
  { placement, sources, dest }: RunRequest,
  { stat: existing }: ExistingDest,
  { stat }: Operand,
): Destination {
  if (placement === "into" || sources.length > 1) {
    throw existing === null
      ? usage(
        "ENOENT",
        `target folder ${quote(dest)} does not exist`,
        howToMake(dest),
      )
      : usage("ENOTDIR", `target ${quote(dest)} is not a folder`);
  }
  if (existing !== null && stat.isFolder) {
    throw usage("ENOTDIR", `target ${quote(dest)} is not a folder`);
  }
  if (!stat.isFolder && dest.endsWith("/")) {
    throw usage("ENOENT", `target folder ${quote(dest)} does not exist`, howToMake(dest));
  }
  return { path: dest, isNamed: true };
}

/**
 * Two sources of one name would overwrite each other, in whatever order.
 *
 * @param key of the folder that they go into
 * @throws {FerryError}
 */
export function refuseDuplicates(
  destinations: readonly Destination[],
  key: NameKey | null,
): void {
  const seen = new Set<string>();
  for (const { path } of destinations) {
    const name = key === null ? path : binaryText(key(cString(path)));
    if (seen.has(name)) {
      throw usage("SAME_TARGET", `more than one source would become ${quote(path)}`);
    }
    seen.add(name);
  }
}
