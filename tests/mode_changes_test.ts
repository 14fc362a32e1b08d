// --chmod: random items give every mode what rsync's give it, and what rsync refuses is refused.

import { assertEquals, assertThrows } from "@std/assert";
import { ModeChanges } from "../lib/mode_changes.ts";
import { needsPrograms } from "./support/mounts.ts";
import { sh, withScratch } from "./support/safety.ts";
import { testOrSkip } from "./support/skip.ts";
import { randomNumbers, rounds, seedOfRun } from "./support/torture.ts";

const FILES = [0o644, 0o755, 0o600, 0o711, 0o4755, 0o2640, 0o6751, 0o1444, 0o7777, 0o0];
const FOLDERS = [0o755, 0o700, 0o2775, 0o1777, 0o6750];
const UMASKS = [0o022, 0o077, 0o000, 0o027];

const changed = (text: string, mode: number, isFolder = false, umask = 0o022) =>
  new ModeChanges([text], umask).of(mode, isFolder).toString(8);

Deno.test("ModeChanges: modes, letters, X, copies and whom they are for", () => {
  const modes = (text: string) => [changed(text, 0o751), changed(text, 0o755, true)];
  assertEquals(modes("D2775,F664"), ["664", "2775"]);
  assertEquals(modes("u+w,go=rX"), ["755", "755"]);
  assertEquals(modes("F640"), ["640", "755"]);
  assertEquals(modes("u=g,o=u"), ["555", "555"]);
  assertEquals(modes("-x"), ["640", "644"]);
  assertEquals(changed("a+X", 0o640), "640");
  assertEquals(changed("a+X", 0o640, true), "751");
  assertEquals(changed("+w", 0o444), "644", "without a class the umask counts");
  assertEquals(new ModeChanges(["600", "g+r"], 0).of(0o777, false), 0o640);
});

Deno.test("ModeChanges: refuses what is no change of a mode", () => {
  for (const text of ["", "u", "8", "17777", "u755", "DF=r", "u=gr", "u=rw,", "u+z", "+-w"]) {
    assertThrows(() => new ModeChanges([text], 0), RangeError, "is no change of a mode");
  }
});

testOrSkip("ModeChanges: random items agree with rsync", needsPrograms("rsync"), async () => {
  const random = randomNumbers(seedOfRun());
  const cases = Array.from({ length: rounds(150, 1500) }, () => ({
    text: Array.from({ length: 1 + below(3) }, randomItem).join(","),
    umask: pick(UMASKS),
  }));
  await withScratch((dir) => {
    const lines = sh(
      [
        "umask 0; mkdir s",
        ...FILES.map((mode, i) => `: >s/f${i}; chmod ${mode.toString(8)} s/f${i}`),
        ...FOLDERS.map((mode, i) => `mkdir -m ${mode.toString(8)} s/g${i}`),
        ...cases.map(({ text, umask }) =>
          `rm -rf t; umask ${umask.toString(8)}
           rsync -rp --chmod=${text} s/ t/ 2>/dev/null && echo $(stat -c %a t/*) || echo refused`
        ),
      ].join("\n"),
      dir,
    ).trimEnd().split("\n");
    cases.forEach(({ text, umask }, i) => {
      assertEquals(ofAll(text, umask), lines[i], `${text} with umask ${umask.toString(8)}`);
    });
  });

  function below(limit: number): number {
    return Math.floor(random() * limit);
  }

  function pick<T>(list: readonly T[]): T {
    return list[below(list.length)];
  }

  function randomItem(): string {
    const who = Array.from({ length: below(4) }, () => pick([..."ugoaDFugo"])).join("");
    if (below(5) === 0) return pick(["", "D", "F", who]) + pick(["755", "2775", "7", "0", "8"]);
    const letters = Array.from({ length: below(4) }, () => pick([..."rwxXst"])).join("");
    const permissions = below(4) === 0 ? pick(["u", "g", "o", "ug", "ur"]) : letters;
    return who + pick(["+", "-", "="]) + permissions;
  }
});

/** The modes of all files and folders, as the shell prints them. */
function ofAll(text: string, umask: number): string {
  try {
    return [
      ...FILES.map((mode) => changed(text, mode, false, umask)),
      ...FOLDERS.map((mode) => changed(text, mode, true, umask)),
    ].join(" ");
  } catch (error) {
    if (error instanceof RangeError) return "refused";
    throw error;
  }
}
