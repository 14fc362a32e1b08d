// Sizes as rsync writes them. Reading is strict: a size decides which files are copied, so nothing is guessed.

export { formatBytes, formatCount } from "../number_texts.ts";

const UNITS = ["", "K", "M", "G", "T", "P"];
const SIZE = /^(\d{1,20})(?:\.(\d{1,20}))?(?:([KMGTP])?(iB|B)?)$/i;
const LIMIT = BigInt(Number.MAX_SAFE_INTEGER);

/** What a size may end in, for messages. */
export const SIZE_SUFFIXES =
  "K, M, G, T, P and KiB ... PiB (powers of 1024), KB ... PB (of 1000), B";

/**
 * Reads a size such as `10K`, `1.5M`, `2GiB` or `10KB`; a part of a byte is dropped.
 *
 * @returns bytes, at most 2^53 - 1
 * @throws {RangeError} with the problem in words: `'10Q' is not a size`
 */
export function parseSize(text: string): number {
  const bytes = bytesIn(text);
  if (bytes === null) throw new RangeError(`'${text}' is not a size`);
  return inRange(bytes, text);
}

/** What a size says; null for what is none. */
function bytesIn(text: string): bigint | null {
  const match = SIZE.exec(text);
  if (!match || (/^i/i.test(match[4] ?? "") && !match[3])) return null;
  const [, whole, fraction = "", letter = "", ending = ""] = match;
  const base = ending.toUpperCase() === "B" ? 1000n : 1024n;
  const unit = base ** BigInt(UNITS.indexOf(letter.toUpperCase()));
  return BigInt(whole + fraction) * unit / 10n ** BigInt(fraction.length);
}

function inRange(bytes: bigint, text: string): number {
  if (bytes > LIMIT) throw new RangeError(`'${text}' is too large`);
  return Number(bytes);
}

/**
 * Reads a rate such as `500K` or `10MiB`; a bare number is KiB a second, as in rsync and rclone.
 *
 * @returns bytes a second; null for 0, which is no limit
 * @throws {RangeError} with the problem in words
 */
export function parseRate(text: string): number | null {
  const bytes = bytesIn(/^[\d.]+$/.test(text) ? `${text}K` : text);
  if (bytes === null) throw new RangeError(`'${text}' is not a rate`);
  const rate = inRange(bytes, text);
  if (rate === 0 && /[1-9]/.test(text)) throw new RangeError(`'${text}' is less than one byte`);
  return rate === 0 ? null : rate;
}
