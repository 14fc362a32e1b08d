// THIRD_PARTY.md against the lock files.

import { assert, assertEquals } from "@std/assert";
import { licenseList } from "../../../scripts/release/license_list.ts";
import { ROOT, textOf } from "../../support/documents.ts";

Deno.test("THIRD_PARTY.md: is current ('deno task licenses' writes it)", () => {
  assertEquals(textOf("THIRD_PARTY.md"), licenseList(ROOT));
});

Deno.test("THIRD_PARTY.md: has every package of the lock files, with its digest", () => {
  const list = textOf("THIRD_PARTY.md");
  for (const file of ["deno.lock", "tests/deno.lock"]) {
    const { npm = {}, jsr = {} } = JSON.parse(textOf(file));
    for (const [key, { integrity }] of Object.entries<{ integrity: string }>({ ...npm, ...jsr })) {
      assert(list.includes(integrity), key);
    }
  }
});
