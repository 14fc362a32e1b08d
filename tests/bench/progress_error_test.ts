// Which kinds of runs a recording is asked for: one that is not found would have all of them recorded, for an hour.

import { assertEquals, assertThrows } from "@std/assert";
import { asked } from "../../bench/progress/progress_error.ts";

Deno.test("asked: parts of names, also those that begin with dashes", () => {
  for (
    const [args, wanted] of [
      [[], []],
      [["large last, slow-1ms"], ["large last, slow-1ms"]],
      [["--swap, slow"], ["--swap, slow"]],
      [["--", "--swap, slow"], ["--swap, slow"]],
      [["--swap", "large"], ["--swap", "large"]],
      [["--keep", "x", "--swap, slow", "large"], ["--swap, slow", "large"]],
    ] as const
  ) assertEquals(asked(args).wanted, wanted, args.join(" "));
});

Deno.test("asked: options are none, and what no kind has is refused", () => {
  assertEquals(asked(["--keep", "x"]), { wanted: [], keep: "x", judge: undefined });
  assertEquals(asked(["--judge=y", "--swap"]).judge, "y");
  assertThrows(() => asked(["--swop"]), Error, "no kind has '--swop' in its name");
  assertThrows(() => asked(["--", "--keep"]), Error, "no kind has '--keep' in its name");
});
