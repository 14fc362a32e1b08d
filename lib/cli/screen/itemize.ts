// The lines of `-i`, in the letters that rsync's `--itemize-changes` has (rsync(1)): what happens, the
// kind of entry, then one letter for each property that differed. Scripts that read rsync's can read these.

import type { Changes, EntryType, OperationEvent } from "../../events.ts";
import { barePath } from "../quote.ts";
import { concat, type Text } from "../text.ts";
import { entryPath } from "./lines.ts";

const TYPES: Readonly<Record<EntryType, string>> = {
  "file": "f",
  "folder": "d",
  "symlink": "L",
  "fifo": "S",
  "socket": "S",
  "char-device": "D",
  "block-device": "D",
};

/**
 * The line of one operation without its end: eleven characters, a blank, the path.
 *
 * @param root what the user typed for the source
 * @param terminal whether stdout is one
 */
export function itemizedLine(
  event: OperationEvent,
  root: string,
  terminal: boolean,
): Text {
  const slash = event.entryType === "folder" ? "/" : "";
  return concat(`${itemize(event)} `, barePath(entryPath(event, root), terminal), slash);
}

/** The eleven characters alone, such as `>f.st......`. */
export function itemize(event: OperationEvent): string {
  if (event.op === "delete") return "*deleting  ";
  if (event.op === "rename") return "*renaming  ";
  if (event.op === "remove-source") return "*removing  ";
  const kind = `${actionOf(event)}${TYPES[event.entryType]}`;
  return kind + (event.changes === null ? "+++++++++" : lettersOf(event.changes));
}

/** `>` moves bytes, `c` makes what has none, `h` makes a hard link, `.` changes metadata alone. */
function actionOf(event: OperationEvent): string {
  switch (event.op) {
    case "copy":
    case "replace":
      return ">";
    case "link":
      return "h";
    case "make-folder":
    case "symlink":
    case "special":
      return "c";
    default:
      return ".";
  }
}

/** rsync's order: checksum, size, time, permissions, owner, group, access time, ACL, xattrs. */
function lettersOf(changes: Changes): string {
  const letter = (on: boolean, name: string) => on ? name : ".";
  return letter(changes.checksum, "c") + letter(changes.size, "s") + letter(changes.mtime, "t") +
    letter(changes.mode, "p") + letter(changes.owner, "o") + letter(changes.group, "g") + "." +
    letter(changes.acl, "a") + letter(changes.xattrs, "x");
}
