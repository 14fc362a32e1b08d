// Folders above the root whose files of rules count.

import { assertEquals } from "@std/assert";
import { foldersAbove } from "../../../lib/plan/rules/folders_above_root.ts";

Deno.test("foldersAbove: from a folder above the root down to the one that holds it", () => {
  const all = [
    { path: "/", lead: "x/y/s/" },
    { path: "/x", lead: "y/s/" },
    { path: "/x/y", lead: "s/" },
  ];
  assertEquals(foldersAbove("/", "/x/y/s", "/"), all);
  assertEquals(foldersAbove("/x", "/x/y/s/.", "/"), all.slice(1));
  assertEquals(foldersAbove("..", "/x/./y/z/../s", "/"), all.slice(2));
  assertEquals(foldersAbove("../../../..", "/x/y/s", "/"), all);
});

Deno.test("foldersAbove: none where the folder is not above the root", () => {
  for (const from of ["/x/y/s", "/x/y/s/in", "/other", "/xx", ".", "in", "../other"]) {
    assertEquals(foldersAbove(from, "/x/y/s", "/"), [], from);
  }
});

Deno.test("foldersAbove: on a drive of Windows", () => {
  assertEquals(foldersAbove("/", "C:/x/s", "C:/"), [
    { path: "C:/", lead: "x/s/" },
    { path: "C:/x", lead: "s/" },
  ]);
});
