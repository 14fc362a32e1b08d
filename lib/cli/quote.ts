// Paths and texts for messages. A name is bytes and may hold anything, so on a terminal whatever could
// move the cursor, change colours or reorder the line is escaped as the shell's `$'…'`; off a terminal
// a name is written as it is, byte for byte, so that scripts get what is really there.

const encoder = new TextEncoder();
const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const lossyDecoder = new TextDecoder("utf-8", { ignoreBOM: true });

// Control characters, line separators, and the marks that reorder text (a name shown in another order
// than it has is a known way to disguise an extension).
const UNSAFE = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u;
const NAMED: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\x1b": "\\x1b",
};

/** Text as it is in UTF-8, or null if the bytes are not UTF-8. */
export function decodeStrict(bytes: Uint8Array): string | null {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return null;
  }
}

/** Text with U+FFFD for every byte that is not UTF-8. */
export function decodeLossy(bytes: Uint8Array): string {
  return lossyDecoder.decode(bytes);
}

/** Output: text nearly always, bytes where a name in it is not UTF-8. Text is ten times as fast. */
export type Text = string | Uint8Array;

/** The bytes that stand for a text. */
export function toBytes(text: Text): Uint8Array {
  return typeof text === "string" ? encoder.encode(text) : text;
}

/** One text from parts. */
export function concat(...parts: readonly Text[]): Text {
  if (parts.every((part) => typeof part === "string")) return parts.join("");
  const arrays = parts.map(toBytes);
  const all = new Uint8Array(arrays.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of arrays) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/**
 * Quotes a path for a message: `'a/b'`, or on a terminal `$'a\nb'` where that is needed.
 *
 * @param terminal whether a terminal will show it
 */
export function quote(path: Text, terminal: boolean): Text {
  const shown = bare(path, terminal);
  return shown !== path && typeof shown === "string" && shown.startsWith("$'") ? shown : concat("'", shown, "'");
}

/** A path without quotes, as an itemized line has it; escaped on a terminal only. */
export function bare(path: string | Uint8Array, terminal: boolean): Uint8Array {
  const escaped = terminal ? escapeForShell(path) : null;
  return escaped === null ? toBytes(path) : encoder.encode(`$'${escaped}'`);
}

/** Text for a terminal with everything unsafe in it escaped; line ends stay if `keepLines`. */
export function escapeText(text: string, keepLines = false): string {
  let out = "";
  for (const char of text) {
    out += UNSAFE.test(char) && !(keepLines && char === "\n") ? escapeChar(char) : char;
  }
  return out;
}

/** Null when nothing needs escaping. */
function escapeForShell(path: string | Uint8Array): string | null {
  const text = typeof path === "string" ? path : decodeStrict(path);
  if (text !== null) {
    if (!UNSAFE.test(text)) return null;
    return escapeText(text.replace(/['\\]/g, "\\$&"));
  }
  return escapeInvalid(path as Uint8Array);
}

/** Escapes byte by byte wherever the bytes are no UTF-8, and keeps the characters that are. */
function escapeInvalid(bytes: Uint8Array): string {
  let out = "";
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes[at]);
    const char = length > 0 ? decodeStrict(bytes.subarray(at, at + length)) : null;
    if (char === null || [...char].length !== 1) {
      out += hex(bytes[at]);
      at += 1;
    } else {
      out += escapeText(char.replace(/['\\]/, "\\$&"));
      at += length;
    }
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
