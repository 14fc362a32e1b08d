// Where a path that a user typed leads to in the end.

import { reading } from "../ffi/permission.ts";

/** Links that lead from one to the next, as the kernel follows them at most (path_resolution(7)). */
const MOST_LINKS = 40;

/** The end of a path. */
export interface PathEnd {
  /** No link, and perhaps nothing yet. */
  readonly path: string;
  /** It names an open descriptor (`/dev/stdout`, `/dev/fd/3`), whatever that is open for. */
  readonly isDescriptor: boolean;
}

/** Follows the links that a path ends with. */
export function endOfPath(typed: string): PathEnd {
  let path = typed;
  for (const step of stepsOf(typed)) {
    path = step.path;
    if (isOfDescriptors(step.folder)) return { path, isDescriptor: true };
  }
  return { path, isDescriptor: false };
}

/** Whether one of the links that a path ends with is of an open descriptor, or another of proc(5)'s. */
export function leadsThroughDescriptors(typed: string): boolean {
  return [...stepsOf(typed)].some(({ folder, isLink }) =>
    isLink && (folder.startsWith("/proc/") || folder === "/dev/fd")
  );
}

/** A path, or one that a link leads to. */
interface Step {
  readonly path: string;
  /** The real path of its folder; empty where there is none. */
  readonly folder: string;
  readonly isLink: boolean;
}

/** A path and what its links lead to, one after the other. */
function stepsOf(typed: string): readonly Step[] {
  const steps: Step[] = [];
  for (let path = typed; steps.length < MOST_LINKS;) {
    const folder = realPath(path.slice(0, path.lastIndexOf("/") + 1) || ".");
    const text = folder === null ? null : linkText(path);
    steps.push({ path, folder: folder ?? "", isLink: text !== null });
    if (text === null) break;
    path = text.startsWith("/") ? text : `${folder}/${text}`;
  }
  return steps;
}

function realPath(path: string): string | null {
  try {
    return reading(path, Deno.realPathSync);
  } catch {
    return null;
  }
}

function linkText(path: string): string | null {
  try {
    return reading(path, Deno.readLinkSync);
  } catch {
    return null;
  }
}

function isOfDescriptors(folder: string): boolean {
  return /^\/proc\/.*\/fd$/.test(folder) || folder === "/dev/fd";
}
