// Sizes, durations and the nearest word: the small readers and writers.

import { assertEquals, assertThrows } from "@std/assert";
import {
  formatClock,
  formatDuration,
  parseDuration,
  parseSecondsAsNs,
} from "../../lib/cli/durations.ts";
import { formatBytes, formatCount, parseSize } from "../../lib/cli/sizes.ts";
import { editDistance, nearest } from "../../lib/suggest.ts";

Deno.test("parseSize: rsync's suffixes", () => {
  const cases: readonly (readonly [string, number])[] = [
    ["0", 0],
    ["10", 10],
    ["10B", 10],
    ["10K", 10240],
    ["10k", 10240],
    ["10KB", 10000],
    ["10KiB", 10240],
    ["10kib", 10240],
    ["1.5M", 1572864],
    ["1.5MB", 1500000],
    ["2GiB", 2147483648],
    ["1T", 1024 ** 4],
    ["1TB", 1e12],
    ["7P", 7 * 1024 ** 5],
    ["0.1K", 102],
    ["9007199254740991", Number.MAX_SAFE_INTEGER],
  ];
  for (const [text, bytes] of cases) assertEquals(parseSize(text), bytes, text);
});

Deno.test("parseSize: refuses everything else", () => {
  const refused = ["", " ", "K", "10Q", "-1", "+1", "1e3", "0x10", "1 K", "1.K", ".5K", "1..5K"];
  refused.push(
    "NaN",
    "Infinity",
    "10Ki",
    "10iB",
    "1,5M",
    "١",
    "8P",
    "9007199254740992",
    "1".repeat(400),
  );
  for (const text of refused) assertThrows(() => parseSize(text), RangeError, `'${text}'`);
});

Deno.test("parseDuration: rclone's suffixes, added up", () => {
  const cases: readonly (readonly [string, number])[] = [
    ["0", 0],
    ["90", 90],
    ["1.5", 1.5],
    ["30s", 30],
    ["10m", 600],
    ["2h", 7200],
    ["1h30m", 5400],
    ["7d", 604800],
    ["1w", 604800],
    ["1.5h", 5400],
  ];
  for (const [text, seconds] of cases) assertEquals(parseDuration(text), seconds, text);
});

Deno.test("parseDuration: refuses everything else", () => {
  const refused = ["", "s", "-1s", "1y", "1M", "1 h", "1h30", "1ms", "NaN", "1e3", ".5h"];
  refused.push("9007199254740992", "9999999999999999w");
  for (const text of refused) assertThrows(() => parseDuration(text), RangeError, `'${text}'`);
});

Deno.test("parseSecondsAsNs: exact to the nanosecond", () => {
  assertEquals(parseSecondsAsNs("2"), 2_000_000_000);
  assertEquals(parseSecondsAsNs("0.1"), 100_000_000);
  assertEquals(parseSecondsAsNs("1.000000001"), 1_000_000_001);
  for (const text of ["", "-1", "1s", "1.0000000001", "9007200", "NaN"]) {
    assertThrows(() => parseSecondsAsNs(text), RangeError, `'${text}'`);
  }
});

Deno.test("formatBytes: one decimal from 1 KiB on, no rounding below", () => {
  const cases: readonly (readonly [number, string])[] = [
    [0, "0 B"],
    [1023, "1023 B"],
    [1024, "1.0 KiB"],
    [1536, "1.5 KiB"],
    [1024 * 1024 - 1, "1.0 MiB"],
    [5033164, "4.8 MiB"],
    [2 ** 50, "1.0 PiB"],
    [2 ** 53, "8.0 PiB"],
  ];
  for (const [bytes, text] of cases) assertEquals(formatBytes(bytes), text);
});

Deno.test("formatCount: a comma every three digits", () => {
  assertEquals([0, 999, 1000, 98000, 1234567].map(formatCount), [
    "0",
    "999",
    "1,000",
    "98,000",
    "1,234,567",
  ]);
});

Deno.test("formatDuration: two units at most, never 60 of one", () => {
  const cases: readonly (readonly [number, string])[] = [
    [0, "0.00 s"],
    [1234, "1.23 s"],
    [9994, "9.99 s"],
    [9996, "10.0 s"],
    [59_940, "59.9 s"],
    [59_960, "1m00s"],
    [125_000, "2m05s"],
    [3_599_700, "1h00m"],
    [11_040_000, "3h04m"],
  ];
  for (const [ms, text] of cases) assertEquals(formatDuration(ms), text);
});

Deno.test("formatClock: minutes and seconds, hours where there are any", () => {
  assertEquals([0, 5, 750, 3723].map(formatClock), ["0:00", "0:05", "12:30", "1:02:03"]);
});

Deno.test("editDistance: insert, remove, replace, swap", () => {
  assertEquals(editDistance("copy", "copy"), 0);
  assertEquals(editDistance("cop", "copy"), 1);
  assertEquals(editDistance("cpoy", "copy"), 1);
  assertEquals(editDistance("kitten", "sitting"), 3);
  assertEquals(editDistance("", "abc"), 3);
});

Deno.test("nearest: a near word or none", () => {
  assertEquals(nearest("--dry-rnu", ["--delete", "--dry-run"]), "--dry-run");
  assertEquals(nearest("--fsync", ["--delete", "--stats"]), null);
  assertEquals(nearest("anything", []), null);
});

Deno.test("nearest: never another meaning, nor one of several", () => {
  const names = ["--include", "--exclude-from", "--max-age", "--min-age", "--no-perms", "--perms"];
  assertEquals(nearest("--include-from", names), "--exclude-from");
  assertEquals(nearest("--include-from", names, names), null);
  assertEquals(nearest("--man-age", names, names), null);
  assertEquals(nearest("--no-prems", names, names), "--no-perms");
  assertEquals(nearest("--no-clobber", ["--no-owner"]), null); // three letters
});
