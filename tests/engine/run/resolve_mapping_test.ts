// Names of users and groups become numbers before anything is touched; what cannot be done is refused.

import { assertEquals, assertThrows } from "@std/assert";
import { ENOENT } from "../../../ffi/errno.ts";
import { type NativeFileSystem, openNative } from "../../../ffi/mod.ts";
import { resolveMapping } from "../../../lib/engine/run/resolve_mapping.ts";
import { FerryError } from "../../../lib/errors.ts";
import { DEFAULT_OPTIONS, type Options } from "../../../lib/options.ts";
import { ORDINARY, ROOT } from "../../support/identities.ts";

const native = await openNative("system");

/** A system on which `wayne` is 7, as a user and as a group. */
function systemWith(changed: Partial<NativeFileSystem> = {}): NativeFileSystem {
  const idOf = (name: Uint8Array) => new TextDecoder().decode(name) === "wayne\0" ? 7 : -ENOENT;
  return {
    ...native,
    can: { ...native.can, owners: true },
    identity: ROOT,
    userId: idOf,
    groupId: idOf,
    userName: () => "",
    groupName: () => "",
    ...changed,
  };
}

const resolved = (given: Partial<Options>, fs = systemWith()) =>
  resolveMapping(fs, { ...DEFAULT_OPTIONS, ...given });

function refusalOf(given: Partial<Options>, fs = systemWith()): string {
  return assertThrows(() => resolved(given, fs), FerryError).message;
}

Deno.test("resolveMapping: names become numbers, and what is mapped is required", () => {
  const { options, notices } = resolved({
    userMap: [{ from: "0-9", to: "wayne" }, { from: "*", to: "8" }],
    groupMap: [{ from: "", to: "wayne" }],
  });
  assertEquals(options.userMap, [{ from: "0-9", to: "7" }, { from: "*", to: "8" }]);
  assertEquals(options.groupMap, [{ from: "", to: "7" }]);
  assertEquals([options.required, notices], [{ owner: true, group: true }, []]);
});

Deno.test("resolveMapping: what is not kept is not required either", () => {
  const keep = { ...DEFAULT_OPTIONS.keep, owner: false };
  assertEquals(resolved({ keep, userMap: [{ from: "*", to: "7" }] }).options.required, {});
});

Deno.test("resolveMapping: a name to map to that nobody has is refused, one to map from is told", () => {
  const nobody = [{ from: "*", to: "nobody-else" }];
  assertEquals(
    refusalOf({ userMap: nobody }),
    "--chown or --usermap: there is no user 'nobody-else'",
  );
  assertEquals(
    refusalOf({ groupMap: nobody }),
    "--chown or --groupmap: there is no group 'nobody-else'",
  );
  assertEquals(resolved({ userMap: [{ from: "joker", to: "7" }] }).notices, [
    "--usermap maps no entry from 'joker': there is no user of that name",
  ]);
});

Deno.test("resolveMapping: names that cannot be looked up are refused where rules are about names", () => {
  const fs = systemWith({ userName: () => -5, errorText: () => "Input/output error" });
  const message = "cannot look up users: Input/output error";
  assertEquals(refusalOf({ userMap: [{ from: "w*", to: "7" }] }, fs), message);
  assertEquals(resolved({ userMap: [{ from: "*", to: "7" }] }, fs).notices, []);
});

Deno.test("resolveMapping: systems without owners and modes refuse both", () => {
  const fs = systemWith({ can: { ...native.can, owners: false } });
  const map = [{ from: "*", to: "7" }];
  assertEquals(
    refusalOf({ userMap: map }, fs),
    "--usermap: users are no numbers on this system",
  );
  assertEquals(refusalOf({ chmod: ["600"] }, fs).includes("no modes on this system"), true);
});

Deno.test("resolveMapping: modes of folders that this user could not enter are refused", () => {
  const user = systemWith({ identity: ORDINARY });
  for (const mode of ["600", "D644", "Du-x", "F600,u-r"]) {
    assertEquals(
      refusalOf({ chmod: [mode] }, user),
      `--chmod: '${mode}' would leave folders that this user cannot enter`,
    );
    assertEquals(resolved({ chmod: [mode] }).notices, [], "root may");
  }
  for (const mode of ["700", "D500,F400", "go=", "F600"]) resolved({ chmod: [mode] }, user);
});
