// Bytes and counts for people. Our own because `@std/fmt/bytes` rounds to three digits even below one unit (1023
// bytes become "1020 B") and follows the locale.

const UNITS = ["", "K", "M", "G", "T", "P"];

/**
 * Writes a number of bytes for people: `0 B`, `1023 B`, `4.8 MiB`.
 *
 * @param bytes a whole number, not negative
 */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 1023.95 would print as "1024.0", so the next unit starts a little early.
  while (unit < UNITS.length - 1 && value >= (unit === 0 ? 1024 : 1023.95)) {
    value /= 1024;
    unit++;
  }
  return unit === 0 ? `${Math.round(value)} B` : `${value.toFixed(1)} ${UNITS[unit]}iB`;
}

/** Writes a count with a comma every three digits, whatever the locale: `1,234,567`. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
