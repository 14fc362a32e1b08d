// What a script is told names its own options, in errors, in events and in the summary.

import { assertEquals, assertRejects } from "@std/assert";
import { copy, mirror, type RunEvent, UsageError } from "../../lib/mod.ts";
import { adviceInOptionNames, optionNamesIn } from "../../lib/library/option_names.ts";
import { sh, withScratch } from "../support/safety.ts";

for (
  const [text, told] of [
    [
      "with -T there can be only one SOURCE",
      "with placement: 'exact' there can be only one SOURCE",
    ],
    ["--chown or --usermap: no", "userMap: no"],
    ["'--swap' and --sparse=auto", "'--swap' and sparse: 'auto'"],
  ]
) {
  Deno.test(`optionNamesIn: ${text}`, () => assertEquals(optionNamesIn(text), told));
}

Deno.test("adviceInOptionNames: a command line is a call, in advice alone", () => {
  const line = "use 'ferry copy -T --remove-source-files S D', or add --no-delete";
  assertEquals(adviceInOptionNames(line), "use copy(), or add delete: false");
  assertEquals(optionNamesIn("'ferry copy' is not a folder"), "'ferry copy' is not a folder");
});

Deno.test("mirror: errors of entries and notices name options as well", () =>
  withScratch(async (dir) => {
    sh("mkdir s t; touch s/a t/b t/c", dir);
    const told: RunEvent[] = [];
    const { errors: [error] } = await mirror(`${dir}/s`, `${dir}/t`, {
      maxDelete: { amount: 0, unit: "entries" },
      onEvent: (event) => void told.push(event),
    });
    for (
      const message of [
        error.message,
        ...told.map((event) => "message" in event && event.message),
      ]
    ) {
      assertEquals(String(message).match(/maxDelete|--[a-z]/g), ["maxDelete"]);
    }
    const two = [`${dir}/s`, `${dir}/t`];
    await assertRejects(
      () => copy(two, `${dir}/d`, { placement: "exact" }),
      UsageError,
      "placement",
    );
  }));

Deno.test("mirror: a suffix with NUL and an interval that no timer has are refused", () =>
  withScratch(async (dir) => {
    sh("mkdir s", dir);
    for (const options of [{ suffix: "a\0b" }, { progressIntervalMs: 2 ** 31 }]) {
      const [name] = Object.keys(options);
      await assertRejects(() => mirror(`${dir}/s`, `${dir}/t`, options), UsageError, `'${name}'`);
    }
  }));
