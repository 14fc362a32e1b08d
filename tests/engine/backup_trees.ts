// Trees before and after a run that keeps backups: what there is of each entry, and what was lost.

import type { RunEvent } from "../../lib/mod.ts";
import type { Entry, Snapshot } from "../support/snapshot.ts";

export const isFolder = ({ mode }: Entry) => (mode & 0o170000) === 0o040000;

/** What makes an entry what it is; of a folder that it is there. */
function essence(entry: Entry): string {
  const { mode, uid, gid, size, mtime, device, contents, xattrs } = entry;
  return isFolder(entry)
    ? "folder"
    : [mode, uid, gid, size, mtime, device, contents, xattrs].join(" ");
}

export function essences(tree: Snapshot): string[] {
  return [...tree].map(([path, entry]) => `${path}: ${essence(entry)}`).sort();
}

/** What one of the places does not have of an old target; metadata alone may be new. */
export function lost(
  old: Snapshot,
  places: readonly (readonly [Snapshot, (path: string) => string])[],
) {
  return [...old].filter(([path, entry]) =>
    !isFolder(entry) && !places.some(([tree, nameOf]) => {
      const found = tree.get(nameOf(path));
      return found !== undefined && found.contents === entry.contents &&
        found.size === entry.size && found.device === entry.device &&
        (found.mode & 0o170000) === (entry.mode & 0o170000);
    })
  ).map(([path]) => path);
}

export function deleted(events: readonly RunEvent[]): string[] {
  return events.flatMap((event) =>
    event.type === "operation" && event.op === "delete" ? [`${event.path}`] : []
  ).sort();
}
