// Which progress is shown where.

import { assertEquals } from "@std/assert";
import { progressMode } from "../../../lib/cli/screen/terminal.ts";

Deno.test("progressMode: asked for or not, with a terminal or without, with --json and -q", () => {
  const modes = (["auto", "always", "never"] as const).flatMap((progress) =>
    [false, true].flatMap((json) =>
      [true, false].map((canRedraw) => progressMode({ progress, json, quiet: false }, canRedraw))
    )
  );
  assertEquals(modes, [
    ...["redraw", "unasked", "redraw", "unasked"],
    ...["redraw", "plain", "json", "json"],
    ...["off", "off", "off", "off"],
  ]);
  assertEquals(progressMode({ progress: "always", json: true, quiet: true }, true), "off");
});
