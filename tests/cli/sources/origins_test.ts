// Errors of options that were not typed say where these come from.

import { assertEquals } from "@std/assert";
import { UsageError } from "../../../lib/errors.ts";
import { withOrigin } from "../../../lib/cli/sources/origins.ts";
import { type Around, PATH, settingsIn } from "./sources.ts";

function adviceOn(message: string, around: Around, line: string, advice: string | null = null) {
  const error = new UsageError("EINVAL", message, { advice });
  return withOrigin(error, settingsIn(around, line).origins).advice;
}

Deno.test("withOrigin: the variable, the line or the preset that an option in the message comes from", () => {
  const around = { env: { FERRY_SUFFIX: "a/b" }, file: { chown: "nosuch", owner: false } };
  const suffix = "--suffix cannot contain a slash";
  assertEquals(adviceOn(suffix, around, "mirror a b"), "--suffix comes from FERRY_SUFFIX");
  assertEquals(
    adviceOn(suffix, around, "mirror a b", "leave it out"),
    "leave it out; --suffix comes from FERRY_SUFFIX",
  );
  assertEquals(adviceOn("--suffixes", around, "mirror a b"), null);
  const user = "--chown or --usermap: there is no user 'nosuch'";
  assertEquals(adviceOn(user, around, "mirror a b"), `--chown comes from ${PATH}:1`);
  assertEquals(
    adviceOn("--no-owner is wrong", around, "mirror a b"),
    `--no-owner comes from ${PATH}:1`,
  );
  assertEquals(
    adviceOn("--fsync is wrong", {}, "mirror --preset safe a b"),
    "--fsync comes from the preset safe",
  );
});

Deno.test("withOrigin: a value in the message is known, too; what was typed is not explained", () => {
  const around = { env: { FERRY_FILTER: "bogus" } };
  assertEquals(
    adviceOn("invalid filter rule 'bogus'", around, "mirror a b"),
    "--filter comes from FERRY_FILTER",
  );
  assertEquals(adviceOn("--suffix is wrong", around, "mirror --suffix=/ a b"), null);
  assertEquals(adviceOn("FERRY_FILTER: 'bogus' is none", around, "mirror a b"), null);
});
