// What backups are called: bytes, whatever they spell.

import { assertEquals } from "@std/assert";
import { binaryText, cString, withoutNul } from "../../../ffi/mod.ts";
import { backupName, backupSuffix, isBackupName } from "../../../lib/copy/backup/backup_names.ts";
import { DEFAULT_OPTIONS } from "../../../lib/options.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("backupSuffix: ~ beside the entry, nothing in a folder of its own, unless one is given", () => {
  const suffixOf = (suffix: string | null, backupDir: string | null) =>
    new TextDecoder().decode(backupSuffix({ ...DEFAULT_OPTIONS, suffix, backupDir }));
  assertEquals(suffixOf(null, null), "~");
  assertEquals(suffixOf(null, "b"), "");
  assertEquals(suffixOf(".o", null), ".o");
  assertEquals(suffixOf(".o", "b"), ".o");
});

Deno.test("backupName: appends to bytes that are no text, and to what stands before the NUL", () => {
  const name = Uint8Array.of(0xff, 10, 0, 65);
  assertEquals(binaryText(withoutNul(backupName(name, bytes("~")))), "\xff\n~");
  assertEquals(withoutNul(backupName(cString("a"), bytes(""))), bytes("a"));
});

Deno.test("isBackupName: ends in the suffix and is more than that", () => {
  const isBackup = (name: string) => isBackupName(cString(name), bytes(".o"));
  assertEquals(["a.o", ".o", "a.oo", "o", "a.o.o"].map(isBackup), [
    true,
    false,
    false,
    false,
    true,
  ]);
});
