// Names on Windows are 16-bit units, mostly UTF-16, but lone surrogates may be among them. Inside ferry names are
// bytes: UTF-8, with a lone surrogate as three bytes ("WTF-8"), so that nothing is lost.

const SLASH = 47;
const BACKSLASH = 92;

/**
 * Writes the text of a C string as 16-bit units, with slashes turned into backslashes.
 *
 * @returns how many units, or -1 where they do not fit
 */
export function unitsFromBytes(bytes: Uint8Array, into: Uint16Array, at = 0): number {
  let to = at;
  for (let from = 0; from < bytes.length && bytes[from] !== 0;) {
    if (to + 2 > into.length) return -1;
    const first = bytes[from];
    if (first < 0x80) {
      into[to++] = first === SLASH ? BACKSLASH : first;
      from++;
    } else if (first < 0xe0) {
      into[to++] = (first & 0x1f) << 6 | bytes[from + 1] & 0x3f;
      from += 2;
    } else if (first < 0xf0) {
      into[to++] = (first & 0x0f) << 12 | (bytes[from + 1] & 0x3f) << 6 | bytes[from + 2] & 0x3f;
      from += 3;
    } else {
      const point = (first & 0x07) << 18 | (bytes[from + 1] & 0x3f) << 12 |
        (bytes[from + 2] & 0x3f) << 6 | bytes[from + 3] & 0x3f;
      into[to++] = 0xd800 + (point - 0x10000 >> 10);
      into[to++] = 0xdc00 + (point - 0x10000 & 0x3ff);
      from += 4;
    }
  }
  return to - at;
}

/**
 * Writes `count` units from `start` on as bytes.
 *
 * @returns how many bytes; at most three for each unit, for which `into` must have room
 */
export function bytesFromUnits(
  units: Uint16Array,
  start: number,
  count: number,
  into: Uint8Array,
  at = 0,
): number {
  let to = at;
  for (let i = start; i < start + count; i++) {
    const unit = units[i];
    if (unit < 0x80) into[to++] = unit;
    else if (unit < 0x800) {
      into[to++] = 0xc0 | unit >> 6;
      into[to++] = 0x80 | unit & 0x3f;
    } else if (isPair(unit, i + 1 < start + count ? units[i + 1] : 0)) {
      const point = 0x10000 + ((unit & 0x3ff) << 10 | units[++i] & 0x3ff);
      into[to++] = 0xf0 | point >> 18;
      into[to++] = 0x80 | point >> 12 & 0x3f;
      into[to++] = 0x80 | point >> 6 & 0x3f;
      into[to++] = 0x80 | point & 0x3f;
    } else {
      into[to++] = 0xe0 | unit >> 12;
      into[to++] = 0x80 | unit >> 6 & 0x3f;
      into[to++] = 0x80 | unit & 0x3f;
    }
  }
  return to - at;
}

/** Text as a wide string with a NUL, for calls that take a path. */
export function wideString(text: string): Uint8Array<ArrayBuffer> {
  const units = new Uint16Array(text.length + 1);
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
  return new Uint8Array(units.buffer);
}

/** The text of `count` units. */
export function textOfUnits(units: Uint16Array, start: number, count: number): string {
  let text = "";
  // In pieces, because the number of arguments of one call is limited.
  for (let at = start; at < start + count; at += 4096) {
    text += String.fromCharCode(...units.subarray(at, Math.min(at + 4096, start + count)));
  }
  return text;
}

/** The text of a C string; a lone surrogate stays one. */
export function textOfBytes(bytes: Uint8Array): string {
  const units = new Uint16Array(bytes.length + 2);
  return textOfUnits(units, 0, unitsFromBytes(bytes, units));
}

function isPair(unit: number, next: number): boolean {
  return (unit & 0xfc00) === 0xd800 && (next & 0xfc00) === 0xdc00;
}
