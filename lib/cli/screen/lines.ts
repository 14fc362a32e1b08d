// The lines that people read: of `-v` and of a dry run (a verb, the quoted path, and the method where bytes
// moved), of the differences that `verify` finds, of errors and of notices.

import type {
  DifferenceEvent,
  DifferenceKind,
  ErrorEvent,
  NoticeEvent,
  OperationEvent,
  OperationKind,
} from "../../events.ts";
import { escapeText, quotePath, shownMessage } from "../quote.ts";
import { concat, type Text } from "../text.ts";
import type { Style } from "./terminal.ts";

const VERBS: Readonly<Record<OperationKind, string>> = {
  "make-folder": "make folder",
  "copy": "copy",
  "replace": "replace",
  "link": "link",
  "symlink": "make symlink",
  "special": "make special file",
  "update-metadata": "update metadata",
  "delete": "delete",
  "rename": "rename",
  "remove-source": "remove from SOURCE",
  "verify": "equal contents",
};

/** What differs, in words; the others are called what they are. */
const DIFFERENCE_NAMES: Readonly<Partial<Record<DifferenceKind, string>>> = {
  "digest": "SHA-256",
  "mtime": "time",
  "xattr": "attribute",
  "acl": "ACL",
  "symlink": "link text",
  "device": "device number",
  "hard-link": "hard link",
};

/** Where lines are for. */
export interface LinesFor {
  /** What the user typed for the source. */
  readonly root: string;
  /** Whether a terminal shows them. */
  readonly terminal: boolean;
  /** Whether what they say is not done. */
  readonly dryRun: boolean;
}

/** The line of one operation: `copy 'a/b' (reflink)`, `would copy 'a/b'`. */
export function operationLine(
  event: OperationEvent,
  { root, terminal, dryRun }: LinesFor,
): Text {
  const path = quotePath(entryPath(event, root), terminal);
  const method = event.method ? ` (${event.method})` : "";
  return concat(`${dryRun ? "would " : ""}${VERBS[event.op]} `, path, `${method}\n`);
}

/**
 * The line of one difference: `mode of 'a/b': 0644 in SOURCE, 0600 in DEST`.
 *
 * @param root what the user typed for the source
 * @param terminal whether stdout is one
 */
export function differenceLine(event: DifferenceEvent, root: string, terminal: boolean): Text {
  const path = quotePath(entryPath(event, root), terminal);
  const { what, source, target } = event;
  if (what === "missing" || what === "extra") return concat(`${what}: `, path, "\n");
  const show = (text: string | null) => shownMessage(text ?? "", terminal);
  const both = what === "contents"
    ? `differ ${show(source)}`
    : `${show(source)} in SOURCE, ${show(target)} in DEST`;
  return concat(`${DIFFERENCE_NAMES[what] ?? what} of `, path, `: ${both}\n`);
}

/**
 * `ferry: cannot open 'a/b': Permission denied (EACCES)`, `ferry: cannot copy 'a' to 'b': …`
 *
 * @param end what is to stand behind it
 */
export function errorLine(event: ErrorEvent, style: Style, end = ""): Text {
  const { terminal } = style;
  const { path, from } = event;
  const paths = from === undefined ? [path] : [from, path];
  const [first, ...rest] = paths.map((path) => quotePath(path, terminal));
  return concat(
    `${style.red("ferry:")} cannot ${event.op} `,
    first,
    ...rest.flatMap((path) => [" to ", path]),
    `: ${shownMessage(event.message, terminal)} (${event.code})${end}\n`,
  );
}

/** `ferry: a socket was skipped` */
export function noticeLine(event: NoticeEvent, style: Style): string {
  return `${style.yellow("ferry:")} ${shownMessage(event.message, style.terminal)}\n`;
}

/** A message and, on its own line, the advice. */
export function failureLines(message: string, advice: string | null, style: Style): string {
  const line = (text: string) => `${shownMessage(text, style.terminal)}\n`;
  return `${style.red("ferry:")} ${line(message)}${advice ? `ferry: ${line(advice)}` : ""}`;
}

/** A bug of ferry's, with its stack. */
export function bugLines(details: string, { terminal, red }: Style): string {
  const shown = terminal ? escapeText(details, true) : details;
  return `${red("ferry:")} internal error: ${shown}\nferry: please report this\n`;
}

/**
 * What to show for the path of an operation or a difference. The path of a run's root is empty: a folder is
 * shown as `.`, a single file under the name that was typed.
 *
 * @param root what the user typed for the source
 */
export function entryPath(event: OperationEvent | DifferenceEvent, root: string): Text {
  if (event.path.length > 0) return event.path;
  return event.entryType === "folder" ? "." : root;
}
