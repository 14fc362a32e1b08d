// Options that exclude each other: which one wins, and what is said about it.

import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { resolveConflicts } from "../../../lib/engine/run/resolve_options.ts";
import { FerryError } from "../../../lib/errors.ts";
import { DEFAULT_OPTIONS, type Options } from "../../../lib/options.ts";

Deno.test("resolveConflicts: options that agree stay the very same object, and nothing is said", () => {
  for (const zeroCopy of ["auto", "never", "always"] as const) {
    const asked: Options = { ...DEFAULT_OPTIONS, zeroCopy };
    const { options, notices } = resolveConflicts(asked);
    assertStrictEquals(options, asked);
    assertEquals(notices, []);
  }
});

const WINNERS: readonly { readonly winner: string; readonly asked: Partial<Options> }[] = [
  { winner: "--bwlimit", asked: { zeroCopy: "always", bandwidthLimit: 1000 } },
  { winner: "--resume", asked: { zeroCopy: "always", resume: true } },
  { winner: "--sparse", asked: { zeroCopy: "always", sparse: "always" } },
  { winner: "--reflink", asked: { zeroCopy: "never", reflink: "always" } },
];

for (const { winner, asked } of WINNERS) {
  Deno.test(`resolveConflicts: ${winner} wins over --zero-copy, says so once, and changes nothing else`, () => {
    const { options, notices } = resolveConflicts({ ...DEFAULT_OPTIONS, ...asked });
    assertEquals(options, { ...DEFAULT_OPTIONS, ...asked, zeroCopy: "auto" });
    assertEquals(notices.map((notice) => notice.split(" ")[0]), [winner]);
  });
}

for (const asked of [{ backup: true }, { suffix: ".o" }, { backupDir: "b" }]) {
  Deno.test(`resolveConflicts: --backup wins over --inplace, asked for by ${Object.keys(asked)}`, () => {
    // Else the next run would take a file that a killed one has half written for the old version.
    const { options, notices } = resolveConflicts({ ...DEFAULT_OPTIONS, ...asked, inplace: true });
    assertEquals(options, { ...DEFAULT_OPTIONS, ...asked, backup: true, inplace: false });
    assertEquals(notices.map((notice) => notice.split(" ")[0]), ["--backup"]);
  });
}

Deno.test("resolveConflicts: the first of several winners is the one that is named", () => {
  const asked = { zeroCopy: "always", bandwidthLimit: 1000, resume: true } as const;
  const { notices } = resolveConflicts({ ...DEFAULT_OPTIONS, ...asked });
  assertEquals(notices.length, 1);
  assertEquals(notices[0].startsWith("--bwlimit"), true);
});

for (const sparse of ["always", "never"] as const) {
  Deno.test(`resolveConflicts: --reflink=always and --sparse=${sparse} are a usage error`, () => {
    const error = assertThrows(
      () => resolveConflicts({ ...DEFAULT_OPTIONS, reflink: "always", sparse }),
      FerryError,
      `--sparse=${sparse}`,
    );
    assertEquals([error.kind, error.code], ["usage", "CONFLICT"]);
  });
}

for (const asked of [{ swap: true, delete: true }, { removeSource: "files" }] as const) {
  Deno.test(`resolveConflicts: a shard and ${JSON.stringify(asked)} are a usage error`, () => {
    const shard = { index: 1, count: 2 };
    const error = assertThrows(
      () => resolveConflicts({ ...DEFAULT_OPTIONS, ...asked, shard }),
      FerryError,
      "shard",
    );
    assertEquals([error.kind, error.code], ["usage", "CONFLICT"]);
  });
}
