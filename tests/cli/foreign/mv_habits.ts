// Command lines that users of mv type.

import type { Habit } from "./habit.ts";

export const MV_HABITS: readonly Habit[] = [
  ["mv s d", "move s d"],
  ["mv -fv s d", "move -v s d"],
  ["mv -t d s", "move -t d s"],
  ["mv -Tu s d", "move -T --update s d"],
  ["mv --no-clobber s d", "move --ignore-existing s d"],
  ["mv -b s d", "move --backup s d"],
  ["mv -bS .o s d", "move --backup --suffix .o s d"],
  ["mv -S.o s d", "move --suffix .o s d"],
  ["mv --backup=simple -t d s u", "move --backup -t d s u"],
  ["mv --backup=t s d", /^--backup=t is an option of mv: .*one backup/],
  [
    "mv --strip-trailing-slashes s d",
    /^--strip-trailing-slashes is an option of mv: .*without the slash/,
  ],
  ["mv -Z s d", /^-Z is an option of mv: .*xattrs/],
  ["mv --update=none-fail s d", /^--update=none-fail is an option of mv: /],
  ["mv --no-copy s d", /mv --no-copy/],
  ["mv -n s d", /--ignore-existing/],
  ["mv -i s d", /asks once for all/],
  ["mv --exchange s d", /mv --exchange/],
];
