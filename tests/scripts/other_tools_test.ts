// lib/cli/foreign/README.md against the table that it is made from.

import { assertEquals } from "@std/assert";
import { otherToolsPage } from "../../scripts/other_tools.ts";

Deno.test("lib/cli/foreign/README.md: as scripts/other_tools.ts makes it", () => {
  const page = new URL("../../lib/cli/foreign/README.md", import.meta.url);
  assertEquals(Deno.readTextFileSync(page), otherToolsPage());
});
