// Errors and notices as lines, and their colours.

import { assertEquals } from "@std/assert";
import { bugLines, errorLine, failureLines, noticeLine } from "../../../lib/cli/screen/lines.ts";
import { makeStyle } from "../../../lib/cli/screen/terminal.ts";
import { toBytes } from "../../../lib/cli/text.ts";
import { error } from "../fixtures.ts";

const PIPE = makeStyle(false, "auto", false);
const TERMINAL = makeStyle(true, "auto", false);

Deno.test("errorLine: what, where, why", () => {
  assertEquals(errorLine(error(), PIPE), "ferry: cannot copy 'a/b': Permission denied (EACCES)\n");
  assertEquals(
    errorLine(error({ path: toBytes("/mnt/b"), from: toBytes("a/b\n") }), PIPE),
    "ferry: cannot copy $'a/b\\n' to '/mnt/b': Permission denied (EACCES)\n",
  );
  assertEquals(
    errorLine(error({ path: toBytes("a\nb") }), TERMINAL),
    "\x1b[31mferry:\x1b[0m cannot copy $'a\\nb': Permission denied (EACCES)\n",
  );
});

Deno.test("noticeLine and failureLines: a line each, on a terminal and off it", () => {
  const notice = { type: "notice", message: "skipped a\x1bb" } as const;
  assertEquals(noticeLine(notice, PIPE), "ferry: skipped a\\x1bb\n");
  const reordered = { type: "notice", message: "skipped a\u202eb" } as const;
  assertEquals(noticeLine(reordered, PIPE), "ferry: skipped a\u202eb\n");
  assertEquals(noticeLine(reordered, TERMINAL).includes("\u202e"), false);
  assertEquals(
    failureLines("no 'a\nb'", "mkdir 'a\nb'", PIPE),
    "ferry: no 'a\\nb'\nferry: mkdir 'a\\nb'\n",
  );
  assertEquals(noticeLine(notice, makeStyle(true, "never", false)), "ferry: skipped a\\x1bb\n");
  assertEquals(failureLines("no", "try", PIPE), "ferry: no\nferry: try\n");
  assertEquals(
    bugLines("no\nway\x07", makeStyle(true, "never", false)),
    "ferry: internal error: no\nway\\x07\nferry: please report this\n",
  );
});

Deno.test("makeStyle: --color beats NO_COLOR, NO_COLOR beats the terminal", () => {
  const isRed = (...args: Parameters<typeof makeStyle>) => makeStyle(...args).red("x") !== "x";
  assertEquals(isRed(true, "auto", false), true);
  assertEquals(isRed(true, "auto", true), false);
  assertEquals(isRed(false, "auto", false), false);
  assertEquals(isRed(false, "always", true), true);
  assertEquals(isRed(true, "never", false), false);
});
