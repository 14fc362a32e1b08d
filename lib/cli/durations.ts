// Spans of time as rclone writes them (`30s`, `1h30m`, `7d`), the window of `--modify-window`, and
// durations as ferry prints them. Reading is strict for the reason given in `sizes.ts`.

const SECONDS_IN: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86400, w: 604800 };
const NUMBER = /^\d{1,16}(?:\.\d{1,9})?$/;
const PARTS = /^(?:\d{1,16}(?:\.\d{1,9})?[smhdw])+$/;

/** What a duration may end in, for messages. */
export const DURATION_SUFFIXES =
  "s, m, h, d and w (30s, 10m, 2h, 1h30m, 7d, 1w); a bare number is seconds";

/**
 * Reads a duration such as `30s`, `1h30m` or `7d`; a bare number is seconds.
 *
 * @returns seconds, perhaps with a fraction, at most 2^53 - 1
 * @throws {RangeError} with the problem in words
 */
export function parseDuration(text: string): number {
  if (!NUMBER.test(text) && !PARTS.test(text)) {
    throw new RangeError(`'${text}' is not a duration`);
  }
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(/([\d.]+)([smhdw]?)/g)) {
    seconds += Number(amount) * SECONDS_IN[unit || "s"];
  }
  if (seconds > Number.MAX_SAFE_INTEGER) throw new RangeError(`'${text}' is too long`);
  return seconds;
}

/**
 * Reads seconds with up to nine decimals, exactly.
 *
 * @returns nanoseconds, at most 2^53 - 1 (104 days)
 * @throws {RangeError} with the problem in words
 */
export function parseSecondsAsNs(text: string): number {
  if (!NUMBER.test(text)) throw new RangeError(`'${text}' is not a number of seconds`);
  const [whole, fraction = ""] = text.split(".");
  const ns = BigInt(whole + fraction.padEnd(9, "0"));
  if (ns > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError(`'${text}' seconds are too long`);
  return Number(ns);
}

/**
 * Writes how long something took: `0.05 s`, `12.3 s`, `2m05s`, `3h04m`.
 *
 * @param durationMs milliseconds
 */
export function formatDuration(durationMs: number): string {
  const seconds = durationMs / 1000;
  if (seconds < 9.995) return `${seconds.toFixed(2)} s`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)}m${twoDigits(whole % 60)}s`;
  return `${Math.floor(whole / 3600)}h${twoDigits(Math.floor(whole % 3600 / 60))}m`;
}

/** Writes whole seconds as a clock: `0:05`, `12:30`, `1:02:03`. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h > 0 ? `${h}:${twoDigits(m)}:${twoDigits(s)}` : `${m}:${twoDigits(s)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
