// Paths and messages as people see them. A name may hold anything, so on a terminal whatever could move
// the cursor, change colours or reorder the line is escaped as the shell's `$'…'`; off a terminal only a
// name with a line end or another control character is, so that a line is a line, and any other is written
// byte for byte.

import { concat, decodeStrict, type Text } from "./text.ts";

// Control characters, line separators, and the marks that reorder text (a name shown in another order
// than it has is a known way to disguise an extension): \p{Cc} and \p{Bidi_Control}, which V8 would look up in
// Unicode's tables at each start, in 0.4 ms.
const UNSAFE = /[^ -~\u00a0-\uffff]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
const CONTROL = /[^ -~\u00a0-\uffff]/;
const CONTROLS = /[^ -~\u00a0-\uffff]/g;
/** The last of the control characters before the blank, and the one behind the tilde. */
const LAST_CONTROL = 31, DELETE = 127;
/** Nearly every name; testing for this first is several times as fast. */
const PLAIN = /^[ -~]*$/;
const NAMED: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * Quotes a path for a message: `'a/b'`, or `$'a\nb'` where that is needed.
 *
 * @param terminal whether a terminal will show it
 */
export function quotePath(path: Text, terminal: boolean): Text {
  const text = textOf(path);
  const escaped = escapedFor(text, terminal);
  return escaped === null ? concat("'", text, "'") : `$'${escaped}'`;
}

/** A path without quotes, as an itemized line has it; `$'…'` where that is needed. */
export function barePath(path: Text, terminal: boolean): Text {
  const text = textOf(path);
  const escaped = escapedFor(text, terminal);
  return escaped === null ? text : `$'${escaped}'`;
}

/** A message, in which names may stand: escaped as those are, so that it stays one line. */
export function shownMessage(text: string, terminal: boolean): string {
  return terminal ? escapeText(text) : text.replace(CONTROLS, escapeChar);
}

/** Text for a terminal with everything unsafe in it escaped; line ends stay if `keepLines`. */
export function escapeText(text: string, keepLines = false): string {
  if (PLAIN.test(text)) return text;
  let out = "";
  for (const char of text) {
    out += UNSAFE.test(char) && !(keepLines && char === "\n") ? escapeChar(char) : char;
  }
  return out;
}

function textOf(path: Text): Text {
  return typeof path === "string" ? path : decodeStrict(path) ?? path;
}

/** Null when nothing needs escaping there. */
function escapedFor(text: Text, terminal: boolean): string | null {
  return terminal || hasControl(text) ? escapeForShell(text) : null;
}

function hasControl(text: Text): boolean {
  return typeof text === "string"
    ? !PLAIN.test(text) && CONTROL.test(text)
    : text.some((byte) => byte <= LAST_CONTROL || byte === DELETE);
}

/** Null when nothing needs escaping. */
function escapeForShell(text: Text): string | null {
  if (typeof text !== "string") return escapeInvalid(text);
  if (PLAIN.test(text) || !UNSAFE.test(text)) return null;
  return escapeText(text.replace(/['\\]/g, "\\$&"));
}

/** Keeps the characters that are UTF-8 and escapes the bytes that are not. */
function escapeInvalid(bytes: Uint8Array): string {
  let out = "";
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes[at]);
    const char = length > 0 ? decodeStrict(bytes.subarray(at, at + length)) : null;
    out += char === null ? hex(bytes[at]) : escapeText(char.replace(/['\\]/, "\\$&"));
    at += char === null ? 1 : length;
  }
  return out;
}

/** How many bytes a UTF-8 sequence with this first byte has; 0 if none starts so. */
function sequenceLength(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2) return 0;
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
}

function escapeChar(char: string): string {
  const code = char.codePointAt(0)!;
  // A C1 control is one character but two bytes: `\x85` would name a byte that is not there.
  return NAMED[char] ?? (code < 0x80 ? hex(code) : `\\u${code.toString(16).padStart(4, "0")}`);
}

function hex(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, "0")}`;
}
