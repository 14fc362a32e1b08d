// The lines of `ferry verify`: one a difference, with how it is on either side.

import type { DifferenceEvent, DifferenceKind } from "../../events.ts";
import { escapeText, quote } from "../quote.ts";
import { concat, type Text } from "../text.ts";
import { entryPath } from "./entry_path.ts";

/** What differs, in words; the others are called what they are. */
const NAMES: Readonly<Partial<Record<DifferenceKind, string>>> = {
  "digest": "SHA-256",
  "mtime": "time",
  "xattr": "attribute",
  "acl": "ACL",
  "symlink": "link text",
  "device": "device number",
  "hard-link": "hard link",
};

/**
 * The line of one difference: `mode of 'a/b': 0644 in SOURCE, 0600 in DEST`.
 *
 * @param root what the user typed for the source
 * @param terminal whether stdout is one
 */
export function differenceLine(event: DifferenceEvent, root: string, terminal: boolean): Text {
  const path = quote(entryPath(event, root), terminal);
  const { what, source, target } = event;
  if (what === "missing" || what === "extra") return concat(`${what}: `, path, "\n");
  const show = (text: string | null) => terminal ? escapeText(text ?? "") : text ?? "";
  const both = what === "contents"
    ? `differ ${show(source)}`
    : `${show(source)} in SOURCE, ${show(target)} in DEST`;
  return concat(`${NAMES[what] ?? what} of `, path, `: ${both}\n`);
}
