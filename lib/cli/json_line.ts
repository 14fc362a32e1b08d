// A line of `--json`. Names in it may hold anything and a terminal may show it, so what moves the cursor or reorders
// text is escaped there as in any other line: JSON has a way for it that every reader takes back.

/** What JSON itself leaves as it is. */
const UNSAFE = /[\x7f-\x9f\p{Bidi_Control}\u2028\u2029]/gu;

/** One object, with its line end. */
export function jsonLine(value: object): string {
  return `${JSON.stringify(value).replace(UNSAFE, escaped)}\n`;
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
