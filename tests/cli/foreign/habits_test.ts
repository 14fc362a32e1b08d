// Command lines that users of other tools type, with the tool that they come from: each does what ferry's own
// options do, or is refused in one line.

import { assert, assertEquals } from "@std/assert";
import { parseArguments } from "../../../lib/cli/parse.ts";
import { NO_SURROUNDINGS } from "../../../lib/cli/sources/surroundings.ts";
import type { Settings } from "../../../lib/cli/settings.ts";
import { FerryError } from "../../../lib/errors.ts";
import { CP_HABITS } from "./cp_habits.ts";
import { MV_HABITS } from "./mv_habits.ts";
import { RCLONE_HABITS } from "./rclone_habits.ts";
import { ROBOCOPY_HABITS } from "./robocopy_habits.ts";
import { RSYNC_HABITS } from "./rsync_habits.ts";

const TABLES = {
  rsync: RSYNC_HABITS,
  cp: CP_HABITS,
  mv: MV_HABITS,
  rclone: RCLONE_HABITS,
  robocopy: ROBOCOPY_HABITS,
};

function settingsOf(line: string, slashOptions = true): Settings {
  const parsed = parseArguments(line.split(" "), { slashOptions });
  if (!("output" in parsed)) throw new Error(`not a run: ${line}`);
  return parsed;
}

/** Without what decides on notices alone. */
function besideNotices(settings: Settings): Settings {
  const { options } = settings;
  const dereferenceArgs = options.dereferenceArgs ?? false;
  return { ...settings, notices: [], options: { ...options, dereferenceArgs } };
}

function refusalOf(line: string, slashOptions = true): FerryError {
  try {
    parseArguments(line.split(" "), { slashOptions });
  } catch (refusal) {
    if (refusal instanceof FerryError) return refusal;
    throw refusal;
  }
  throw new Error(`not refused: ${line}`);
}

for (const [tool, cases] of Object.entries(TABLES)) {
  for (const [typed, meaning] of cases) {
    Deno.test(`habits of ${tool}: ferry ${typed}`, () => {
      if (typeof meaning === "string") {
        assertEquals(besideNotices(settingsOf(typed)), besideNotices(settingsOf(meaning)));
        return;
      }
      const { kind, message, advice } = refusalOf(typed);
      assert(kind === "usage" && meaning.test(message), message);
      assert(!message.includes("\n") && (advice === null || /'ferry mirror' does/.test(advice)));
    });
  }
}

Deno.test("habits: a hundred command lines at least", () => {
  const count = Object.values(TABLES).reduce((sum, cases) => sum + cases.length, 0);
  assert(count >= 100, `${count}`);
});

Deno.test("habits: what tools disagree on is said in a notice", () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["copy -avP a b", []],
    ["copy -avzz --no-compress a b", [
      "-z has no effect: ferry compresses nothing; file systems can (btrfs, ZFS, NTFS), and " +
      "archivers (tar --zstd, restic)",
    ]],
    ["copy -R a b", [
      "-R is taken as cp's (folders are copied whole); rsync's (--relative) is not done",
    ]],
    ["copy -l -l a b", [
      "-l is taken as rsync's (links are copied as links); cp's (--link) is not done",
    ]],
    ["copy -S a b", []],
    [
      "copy -ai a b",
      ["-i is taken as rsync's (--itemize-changes); cp's (--interactive) is not done"],
    ],
    ["copy --itemize-changes a b", []],
    ["mirror -ai a b", []],
    ["verify -i a b", []],
    ["cp -R a b", []],
    [
      "sync --include *.jpg a b",
      ["--include leaves nothing out by itself, as in rsync: --exclude '*' after it does"],
    ],
    ["sync --include *.jpg --exclude * a b", []],
    ["sync --include-from list a b", []],
  ];
  for (const [line, notices] of cases) assertEquals(settingsOf(line).notices, notices, line);
});

Deno.test("habits: who asks for links as links is not told that a named one is copied as one", () => {
  const isTold = (line: string) => settingsOf(line).options.dereferenceArgs;
  for (
    const asked of [
      "cp -P",
      "copy -a",
      "copy -d",
      "copy -rl",
      "copy --links",
      "copy --archive",
      "copy --no-dereference",
      "copy --no-dereference-args",
    ]
  ) assertEquals([asked, isTold(`${asked} a b`)], [asked, false]);
  for (const other of ["-r", "-p", "-v"]) assertEquals(isTold(`copy ${other} a b`), null, other);
  for (const line of ["cp -aH a b", "cp -Ha a b", "copy --dereference-args --no-dereference a b"]) {
    assertEquals(isTold(line), true, line);
  }
  const around = { ...NO_SURROUNDINGS, environment: { FERRY_DEREFERENCE_ARGS: "1" } };
  const parsed = parseArguments(["copy", "-a", "a", "b"], { around });
  assertEquals("options" in parsed && parsed.options.dereferenceArgs, true);
});

Deno.test("habits: -t behind other letters is rsync's or cp's, and no guess is made", () => {
  assertEquals(settingsOf("copy -r -t d s").dest, "d");
  assertEquals(settingsOf("copy -rt d s u").sources, ["s", "u"]);
  for (const line of ["copy -rt s d", "copy -rlptgoD s d", "copy -rtv s d"]) {
    assertEquals(refusalOf(line).code, "AMBIGUOUS", line);
  }
});

Deno.test("habits: where a slash begins a path, robocopy's options are explained when operands do not fit", () => {
  assertEquals(settingsOf("mirror /mir /e", false).sources, ["/mir"]);
  const explained = [
    [
      "mirror s d /MIR",
      "'/MIR' is an option of robocopy, and a path here: leave it out, for a mirror does so",
    ],
    [
      "mirror s d /PURGE",
      "'/PURGE' is an option of robocopy, and a path here: leave it out, for a mirror does so",
    ],
    ["mirror s d /MT:8", "'/MT:8' is an option of robocopy, and a path here: type --jobs"],
    ["mirror s d /XX /L", "'/XX' is an option of robocopy, and a path here: type --no-delete"],
  ];
  for (const [line, message] of explained) assertEquals(refusalOf(line, false).message, message);
  assertEquals(refusalOf("mirror s d /etc", false).code, "EXTRA_OPERAND");
});
