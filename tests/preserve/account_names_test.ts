// Names of owners: none is a name of its own, and one that cannot be looked up is not taken for none.

import { assertEquals, assertThrows } from "@std/assert";
import { EIO } from "../../ffi/errno.ts";
import { FerryError } from "../../lib/errors.ts";
import { accountNames } from "../../lib/preserve/account_names.ts";

const calls = {
  userId: () => -EIO,
  groupId: () => -EIO,
  userName: (uid: number) => uid === 7 ? "wayne" : "",
  groupName: () => -EIO,
  errorName: () => "EIO",
  errorText: () => "Input/output error",
};

Deno.test("accountNames: a name, or none", () => {
  const { userName } = accountNames(calls);
  assertEquals([userName(7), userName(8)], ["wayne", ""]);
});

Deno.test("accountNames: a name that cannot be looked up ends the run", () => {
  const message = "cannot look up the name of group 5: Input/output error";
  assertThrows(() => accountNames(calls).groupName(5), FerryError, message);
});
