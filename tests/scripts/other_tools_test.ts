// docs/other_tools.md against the table that it is made from.

import { assertEquals } from "@std/assert";
import { otherToolsPage } from "../../scripts/other_tools.ts";

Deno.test("docs/other_tools.md: as scripts/other_tools.ts makes it", () => {
  const page = new URL("../../docs/other_tools.md", import.meta.url);
  assertEquals(Deno.readTextFileSync(page), otherToolsPage());
});
