// Where a path that a user typed leads to in the end.

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
  for (let links = 0; links < MOST_LINKS; links++) {
    const slash = path.lastIndexOf("/");
    try {
      const folder = Deno.realPathSync(path.slice(0, slash + 1) || ".");
      if (isOfDescriptors(folder)) return { path, isDescriptor: true };
      const text = Deno.readLinkSync(path);
      path = text.startsWith("/") ? text : `${folder}/${text}`;
    } catch {
      break; // no link
    }
  }
  return { path, isDescriptor: false };
}

function isOfDescriptors(folder: string): boolean {
  return /^\/proc\/.*\/fd$/.test(folder) || folder === "/dev/fd";
}
