// Variables that are not UTF-8: Deno leaves them out without a word.

import { assertEquals } from "@std/assert";
import { testOrSkip } from "../support/skip.ts";

testOrSkip(
  "settingsVariable: one that is not UTF-8 is refused, one of the system's counts as not set",
  Deno.build.os === "windows" ? "variables are UTF-16 here" : null,
  async () => {
    const code = `
    import { settingsVariable, variable } from ${
      JSON.stringify(new URL("../../lib/cli/variable.ts", import.meta.url).href)
    };
    console.log(variable("X_BAD"), variable("X_NONE"), variable("X_GOOD"));
    try { settingsVariable("X_BAD") } catch (error) { console.log(error.message) }`;
    const { stdout } = await new Deno.Command("sh", {
      args: ["-c", `X_GOOD=g X_BAD=$(printf '\\377') exec "$0" eval "$1"`, Deno.execPath(), code],
    }).output();
    assertEquals(
      new TextDecoder().decode(stdout),
      "null null g\nthe variable X_BAD is not UTF-8\n",
    );
  },
);
