// Paths as text that loses nothing. What a user types is text nearly always, and is taken apart as text; a path that is
// not UTF-8 has a lone surrogate, U+DC80 to U+DCFF, for each byte that is not, as in Python (PEP 383).

const encoder = new TextEncoder();
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

const FIRST_ESCAPE = 0xdc80, LAST_ESCAPE = 0xdcff;

/** The bytes of a path; a lone surrogate that stands for no byte becomes U+FFFD. */
export function pathBytes(text: string): Uint8Array<ArrayBuffer> {
  if (text.isWellFormed()) return encoder.encode(text);
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0)!;
    if (point >= FIRST_ESCAPE && point <= LAST_ESCAPE) bytes.push(point - 0xdc00);
    else bytes.push(...encoder.encode(character));
  }
  return Uint8Array.from(bytes);
}

/** The text of a path; `pathBytes` gives the same bytes again. */
export function pathText(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length;) {
    const length = characterLength(bytes, at);
    text += length === 0
      ? String.fromCharCode(0xdc00 + bytes[at])
      : strict.decode(bytes.subarray(at, at + length));
    at += length || 1;
  }
  return text;
}

/** How many bytes the character has that begins there; 0 where none does. */
function characterLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at];
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  try {
    strict.decode(bytes.subarray(at, at + length));
    return at + length <= bytes.length ? length : 0;
  } catch {
    return 0;
  }
}
