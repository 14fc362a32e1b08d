// Folders above the root whose files of rules count for it, too: rsync's `: /.rsync-filter` asks for all of them.

/** A folder above the root. */
export interface FolderAbove {
  /** Absolute. */
  readonly path: string;
  /** What leads from it to the root, with a slash behind. */
  readonly lead: string;
}

/**
 * The folders above a root, from one of them on down; none where that is no folder above it.
 *
 * @param from absolute, or a path from the root
 * @param root absolute
 * @param start the part of it that names no entry: `/`, `C:/`
 */
export function foldersAbove(from: string, root: string, start: string): FolderAbove[] {
  const below = root.slice(start.length);
  const names = namesOf(below);
  const first = namesOf(from.startsWith("/") ? from : `${below}/${from}`);
  if (first.length >= names.length || first.some((name, i) => name !== names[i])) return [];
  return names.slice(first.length).map((_, i) => {
    const depth = first.length + i;
    const lead = `${names.slice(depth).join("/")}/`;
    return { path: start + names.slice(0, depth).join("/"), lead };
  });
}

/** The names of an absolute path, without `.` and `..`. */
function namesOf(path: string): string[] {
  const names: string[] = [];
  for (const name of path.split("/")) {
    if (name === "..") names.pop();
    else if (name !== "" && name !== ".") names.push(name);
  }
  return names;
}
