// The lines of `-v` and `-i`.

import { assertEquals } from "@std/assert";
import type { OperationEvent } from "../../../lib/events.ts";
import { itemize, itemizedLine } from "../../../lib/cli/screen/itemize.ts";
import { operationLine } from "../../../lib/cli/screen/lines.ts";
import { toBytes } from "../../../lib/cli/text.ts";
import { NO_CHANGES, operation, textOf } from "../fixtures.ts";

/** `a/b` and a byte that no UTF-8 has. */
const NOT_UTF8 = new Uint8Array([0x61, 0x2f, 0xff]);

const PIPE = { root: "src", terminal: false, dryRun: false };

Deno.test("operationLine: a dry run says what would be done", () => {
  const event = operation({ op: "delete", method: null });
  assertEquals(operationLine(event, { ...PIPE, dryRun: true }), "would delete 'dir/file'\n");
});

Deno.test("operationLine: verb, path, method", () => {
  const cases: readonly (readonly [Partial<OperationEvent>, string])[] = [
    [{}, "copy 'dir/file' (reflink)\n"],
    [{ op: "replace", method: "read_write" }, "replace 'dir/file' (read_write)\n"],
    [{ op: "make-folder", entryType: "folder", method: null }, "make folder 'dir/file'\n"],
    [{ op: "update-metadata", method: null }, "update metadata 'dir/file'\n"],
    [{ op: "delete", method: null }, "delete 'dir/file'\n"],
    [{ op: "copy", path: toBytes("") }, "copy 'src' (reflink)\n"],
    [
      { op: "update-metadata", path: toBytes(""), entryType: "folder", method: null },
      "update metadata '.'\n",
    ],
  ];
  for (const [changed, line] of cases) {
    assertEquals(textOf(operationLine(operation(changed), PIPE)), line);
  }
});

Deno.test("operationLine: raw bytes off a terminal, escaped on one", () => {
  const event = operation({ path: NOT_UTF8, method: null });
  assertEquals(operationLine(event, { ...PIPE, terminal: true }), "copy $'a/\\xff'\n");
  assertEquals(
    operationLine(event, PIPE),
    new Uint8Array([...toBytes("copy 'a/"), 0xff, ...toBytes("'\n")]),
  );
});

Deno.test("itemize: rsync's eleven characters", () => {
  const changed = { ...NO_CHANGES, size: true, mtime: true };
  const all = {
    checksum: true,
    size: true,
    mtime: true,
    mode: true,
    owner: true,
    group: true,
    acl: true,
    xattrs: true,
  };
  const cases: readonly (readonly [Partial<OperationEvent>, string])[] = [
    [{}, ">f+++++++++"],
    [{ op: "replace", changes: changed }, ">f.st......"],
    [{ op: "replace", changes: all }, ">fcstpog.ax"],
    [{ op: "make-folder", entryType: "folder" }, "cd+++++++++"],
    [{ op: "update-metadata", changes: { ...NO_CHANGES, mode: true } }, ".f...p....."],
    [
      { op: "update-metadata", entryType: "folder", changes: { ...NO_CHANGES, mtime: true } },
      ".d..t......",
    ],
    [{ op: "link" }, "hf+++++++++"],
    [{ op: "symlink", entryType: "symlink" }, "cL+++++++++"],
    [{ op: "special", entryType: "fifo" }, "cS+++++++++"],
    [{ op: "special", entryType: "char-device" }, "cD+++++++++"],
    [{ op: "delete" }, "*deleting  "],
  ];
  for (const [event, letters] of cases) assertEquals(itemize(operation(event)), letters);
});

Deno.test("itemizedLine: path bare, folders with a slash", () => {
  assertEquals(itemizedLine(operation(), "src", false), ">f+++++++++ dir/file");
  assertEquals(
    itemizedLine(operation({ op: "make-folder", entryType: "folder" }), "src", false),
    "cd+++++++++ dir/file/",
  );
  assertEquals(
    itemizedLine(
      operation({ op: "make-folder", entryType: "folder", path: toBytes("") }),
      "src",
      false,
    ),
    "cd+++++++++ ./",
  );
  assertEquals(itemizedLine(operation({ op: "delete" }), "s", true), "*deleting   dir/file");
});
