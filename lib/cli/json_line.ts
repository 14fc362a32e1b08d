// A line of `--json`. Names in it may hold anything and a terminal may show it, so what moves the cursor or reorders
// text is escaped there as in any other line: JSON has a way for it that every reader takes back.

import { SCHEMA } from "../json_schema.ts";

/** What JSON itself leaves as it is. */
const UNSAFE = /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * One object, with its line end.
 *
 * @param value its type comes first
 */
export function jsonLine<Line extends { readonly type: string }>(value: Line): string {
  const fields = Object.assign({ type: value.type, schema: SCHEMA }, value);
  return `${JSON.stringify(fields).replace(UNSAFE, escaped)}\n`;
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
