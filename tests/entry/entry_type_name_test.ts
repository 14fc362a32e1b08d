// The words for the types of entries.

import { assertEquals } from "@std/assert";
import { ENTRY_TYPE } from "../../ffi/mod.ts";
import { entryTypeName } from "../../lib/entry/entry_type_name.ts";

Deno.test("entryTypeName: a word of its own for each type; an unknown one counts as a file", () => {
  assertEquals(
    Object.fromEntries(Object.entries(ENTRY_TYPE).map(([key, type]) => [key, entryTypeName(type)])),
    {
      unknown: "file",
      fifo: "fifo",
      charDevice: "char-device",
      folder: "folder",
      blockDevice: "block-device",
      file: "file",
      symlink: "symlink",
      socket: "socket",
    },
  );
});
