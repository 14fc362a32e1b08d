// Command lines that users of robocopy type.

import type { Habit } from "./habit.ts";

export const ROBOCOPY_HABITS: readonly Habit[] = [
  ["mirror s d /MIR", "mirror s d"],
  ["mirror s d /PURGE", "mirror s d"],
  [
    "mirror s d /mir /mt:16 /r:2 /w:5 /np",
    "mirror -j 16 --retries 2 --retry-wait 5 --no-progress s d",
  ],
  ["mirror s d /MIR /MT", "mirror -j 8 s d"],
  ["copy s d /E /COPY:DAT /DCOPY:T", "copy --no-acls --no-owner --no-group s d"],
  ["copy s d /E /DCOPY:DA", "copy --omit-dir-times s d"],
  ["copy s d /E /XO /J /NFL /NDL", "copy -u s d"],
  ["mirror s d /L /MIR", "mirror -n s d"],
  [
    "mirror s d /XD tmp .git /XF *.bak /Z",
    "mirror --exclude tmp/ --exclude .git/ --include *.bak/ --exclude *.bak --resume s d",
  ],
  ["copy s d /MAX:1000 /MAXAGE:7 /FFT", "copy --max-size 1000 --max-age 7d --modify-window 2 s d"],
  ["copy s d /MIR", /'ferry mirror' does so$/],
  ["copy s d /MOV", "copy s d --remove-source-files"],
  ["copy s d /NOCLONE", "copy --reflink=never s d"],
  ["verify s d /MOV", /'ferry move' does so$/],
  ["copy s d /A-:SH", /attributes are kept/],
  ["copy s d /MOVE", /'ferry move' does so$/],
  ["move s d /MOVE", "move s d"],
  ["copy s d /LOG:x.txt", "copy --log-file x.txt s d"],
  ["copy s d /log+:x.txt /TEE", "copy --log-file x.txt s d"],
  ["copy s d /S", "copy -m s d"],
  ["copy s d /E /LEV:2", "copy --max-depth 2 s d"],
  ["copy s d /R", /^\/R needs a value \(\/R:N\)$/],
];
