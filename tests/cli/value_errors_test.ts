// Values of options that are refused: those that are missing, that nothing takes, and that are none.

import { type Refusal, testRefusals } from "./refusals.ts";

const ACCEPTED_SIZES =
  "accepted: bytes, or a number and one of K, M, G, T, P and KiB ... PiB (powers of 1024), KB ... PB (of 1000), B";
const ACCEPTED_RATES = "accepted: a number of KiB per second, or a number with K, M, G ... (50M)";
const ACCEPTED_AGES =
  "accepted: a number and one of s, m, h, d and w (30s, 10m, 2h, 1h30m, 7d, 1w); a bare number is seconds";
const ACCEPTED_JOBS = "accepted: a whole number from 1 to 256";
const NO_COMMAND = "--exec needs '--' and a command right behind it";
const EXEC_USAGE = "ferry copy SOURCE DEST --exec -- COMMAND ARG...";
const ACCEPTED_LIMITS = "accepted: a whole number of entries, or a percentage such as 25%";

const CASES: readonly Refusal[] = [
  ["mirror a b --jobs", "MISSING_VALUE", "--jobs needs a value (N)", null],
  ["mirror a b -j", "MISSING_VALUE", "-j needs a value (N)", null],
  [
    "mirror --exclude --dry-run a b",
    "MISSING_VALUE",
    "--exclude needs a value (GLOB)",
    "if '--dry-run' is meant as the value, type '--exclude=--dry-run'",
  ],
  [
    "copy -t -x a",
    "MISSING_VALUE",
    "-t needs a value (DIR)",
    "if '-x' is meant as the value, type '-t-x'",
  ],
  ["mirror --exclude -- a b", "MISSING_VALUE", "--exclude needs a value (GLOB)", null],
  ["mirror --json=1 a b", "UNEXPECTED_VALUE", "--json takes no value", null],
  ["mirror --no-perms= a b", "UNEXPECTED_VALUE", "--no-perms takes no value", null],
  ["mirror --min-size=10Q a b", "BAD_VALUE", "--min-size: '10Q' is not a size", ACCEPTED_SIZES],
  [
    "mirror --max-size 99999P a b",
    "BAD_VALUE",
    "--max-size: '99999P' is too large",
    ACCEPTED_SIZES,
  ],
  ["mirror --min-age 1y a b", "BAD_VALUE", "--min-age: '1y' is not a duration", ACCEPTED_AGES],
  ["mirror --max-age= a b", "BAD_VALUE", "--max-age: '' is not a duration", ACCEPTED_AGES],
  [
    "mirror --modify-window x a b",
    "BAD_VALUE",
    "--modify-window: 'x' is not a number of seconds",
    "accepted: a number of seconds, with up to nine decimals",
  ],
  [
    "copy --bwlimit=fast a b",
    "BAD_VALUE",
    "--bwlimit: 'fast' is not a rate",
    ACCEPTED_RATES,
  ],
  ...["10M:5M", "10MB/s", "1.2.3", ""].map((rate) =>
    [
      `copy --bwlimit=${rate} a b`,
      "BAD_VALUE",
      `--bwlimit: '${rate}' is not a rate`,
      ACCEPTED_RATES,
    ] as const
  ),
  [
    "copy --bwlimit=0.5B a b",
    "BAD_VALUE",
    "--bwlimit: '0.5B' is less than one byte",
    ACCEPTED_RATES,
  ],
  [
    "copy --retries=1001 a b",
    "BAD_VALUE",
    "--retries: '1001' is not a number of retries",
    "accepted: a whole number from 0 to 1000",
  ],
  ["mirror -j0 a b", "BAD_VALUE", "-j: '0' is not a number of jobs", ACCEPTED_JOBS],
  ["mirror --jobs=257 a b", "BAD_VALUE", "--jobs: '257' is not a number of jobs", ACCEPTED_JOBS],
  ["mirror -j 1.5 a b", "BAD_VALUE", "-j: '1.5' is not a number of jobs", ACCEPTED_JOBS],
  [
    "mirror --max-delete=101% a b",
    "BAD_VALUE",
    "--max-delete: '101%' is more than everything",
    ACCEPTED_LIMITS,
  ],
  [
    "copy --max-depth 0 a b",
    "BAD_VALUE",
    "--max-depth: '0' is not a number of levels",
    "accepted: a whole number of at least 1",
  ],
  [
    "mirror --max-delete=1.5% a b",
    "BAD_VALUE",
    "--max-delete: '1.5%' is not a limit",
    ACCEPTED_LIMITS,
  ],
  [
    "mirror --sparse=yes a b",
    "BAD_VALUE",
    "--sparse: 'yes' is none of auto, always, never",
    null,
  ],
  ["mirror --exclude= a b", "BAD_VALUE", "--exclude: the glob is empty", null],
  ["mirror --exclude-from= a b", "BAD_VALUE", "--exclude-from: the file is empty", null],
  ["copy a b --exec", "MISSING_VALUE", NO_COMMAND, EXEC_USAGE],
  ["copy a b --exec c", "MISSING_VALUE", NO_COMMAND, EXEC_USAGE],
  ["copy --exec a b -- c", "MISSING_VALUE", NO_COMMAND, EXEC_USAGE],
  ["copy a b --exec --", "MISSING_VALUE", "--exec needs a command behind '--'", EXEC_USAGE],
  ['copy a b --exec -- ""', "MISSING_VALUE", "--exec needs a command behind '--'", EXEC_USAGE],
  ["copy a b --exec=c", "UNEXPECTED_VALUE", "--exec takes its command after '--'", EXEC_USAGE],
];

testRefusals(CASES);
