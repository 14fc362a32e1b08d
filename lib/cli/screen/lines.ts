// The lines of `-v` and of a dry run: a verb, the quoted path, and the method where bytes moved; and
// the lines of errors and notices.

import type { ErrorEvent, NoticeEvent, OperationEvent, OperationKind } from "../../events.ts";
import { escapeText, quote } from "../quote.ts";
import { concat, type Text } from "../text.ts";
import type { Style } from "./style.ts";
import { entryPath } from "./entry_path.ts";

const VERBS: Readonly<Record<OperationKind, string>> = {
  "make-folder": "make folder",
  "copy": "copy",
  "replace": "replace",
  "link": "link",
  "symlink": "symlink",
  "special": "special",
  "update-metadata": "update metadata",
  "delete": "delete",
  "skip": "skip",
};

/**
 * The line of one operation, or null for what did nothing: a line for each unchanged file would bury
 * the rest.
 *
 * @param root what the user typed for the source
 * @param terminal whether stdout is one
 */
export function operationLine(
  event: OperationEvent,
  root: string,
  terminal: boolean,
): Text | null {
  if (event.op === "skip") return null;
  const path = quote(entryPath(event, root), terminal);
  const method = event.method ? ` (${event.method})` : "";
  return concat(`${VERBS[event.op]} `, path, `${method}\n`);
}

/** `ferry: cannot copy 'a/b': Permission denied (EACCES)` */
export function errorLine(event: ErrorEvent, style: Style): Text {
  const { terminal } = style;
  const message = terminal ? escapeText(event.message) : event.message;
  return concat(
    `${style.red("ferry:")} cannot ${event.op} `,
    quote(event.path, terminal),
    `: ${message} (${event.code})\n`,
  );
}

/** `ferry: a socket was skipped` */
export function noticeLine(event: NoticeEvent, style: Style): string {
  const message = style.terminal ? escapeText(event.message) : event.message;
  return `${style.yellow("ferry:")} ${message}\n`;
}

/** A message and, on its own line, the advice. */
export function failureLines(message: string, advice: string | null, style: Style): string {
  const shown = style.terminal ? escapeText(message, true) : message;
  const hint = style.terminal && advice ? escapeText(advice) : advice;
  return `${style.red("ferry:")} ${shown}\n${hint ? `ferry: ${hint}\n` : ""}`;
}
