// Lines of `--out-format` and `--log-file-format`: what rsync prints for the same operation.

import type { EntryDetails, OperationEvent } from "../../events.ts";
import type { Escape, LineFormat } from "../line_format.ts";
import { formatCount } from "../sizes.ts";
import { concat, concatAll, type Text, toBytes } from "../text.ts";
import { itemize } from "./itemize.ts";
import { entryPath } from "./lines.ts";

const SLASH = 47;
/** rsync knows no more of what it deletes. */
const NOTHING: EntryDetails = {
  source: new Uint8Array(),
  size: 0,
  mode: 0,
  uid: 0,
  gid: 0,
  mtime: 0,
  linkText: null,
};

/** How names come out, and what paths belong to. */
export interface Shown {
  /** What the user typed for the source. */
  readonly root: string;
  /** Makes a name fit for where it is printed. */
  readonly show: (name: Text) => Text;
  /** The time now, in milliseconds. */
  readonly now: () => number;
}

/** The line of one operation, without its end. */
export function formattedLine(event: OperationEvent, format: LineFormat, shown: Shown): Text {
  return concatAll(format.map((part) => {
    if (typeof part === "string") return part;
    return padded(valueOf(event, part, shown), part);
  }));
}

function valueOf(event: OperationEvent, { letter, isGrouped }: Escape, shown: Shown): Text {
  const details = event.details ?? NOTHING;
  const count = (value: number) => isGrouped ? formatCount(value) : String(value);
  switch (letter) {
    case "n":
      return concat(
        shown.show(entryPath(event, shown.root)),
        event.entryType === "folder" ? "/" : "",
      );
    case "f":
      return shown.show(fullPath(event, shown.root));
    case "l":
      return count(details.size);
    case "i":
      return itemize(event);
    case "o":
      return event.op === "delete" ? "del." : "send";
    case "b":
      return count(event.size);
    case "M":
      return timeText(details.mtime).replace(" ", "-");
    case "t":
      return timeText(Math.floor(shown.now() / 1000));
    case "B":
      return permissionText(details.mode);
    case "U":
      return String(details.uid);
    case "G":
      return String(details.gid);
    case "L":
      return linkText(event, details, shown);
  }
}

/** rsync leaves the slash away that a path begins with. */
function fullPath(event: OperationEvent, root: string): Text {
  const { details } = event;
  if (details === undefined) return entryPath(event, root);
  return details.source[0] === SLASH ? details.source.subarray(1) : details.source;
}

function linkText(event: OperationEvent, { linkText }: EntryDetails, { show }: Shown): Text {
  if (linkText === null) return "";
  return concat(event.op === "link" ? " => " : " -> ", show(linkText));
}

/** `2026/01/31 12:00:00`, in this machine's time. */
function timeText(seconds: number): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return String(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}/${two(date.getMonth() + 1)}/${two(date.getDate())} ` +
    `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** `rwsr-xr-t` */
function permissionText(mode: number): string {
  const text = [..."rwxrwxrwx"].map((letter, i) => (mode & (0o400 >> i)) !== 0 ? letter : "-");
  const special = (bit: number, at: number, letter: string) => {
    if ((mode & bit) !== 0) text[at] = text[at] === "x" ? letter : letter.toUpperCase();
  };
  special(0o4000, 2, "s");
  special(0o2000, 5, "s");
  special(0o1000, 8, "t");
  return text.join("");
}

function padded(text: Text, { width, isLeft }: Escape): Text {
  const missing = width - toBytes(text).length;
  if (missing <= 0) return text;
  const blanks = " ".repeat(missing);
  return isLeft ? concat(text, blanks) : concat(blanks, text);
}
