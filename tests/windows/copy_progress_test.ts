// CopyFileExW tells how far it is and is stopped from outside. Wine's does neither: there copy_file_ex.c
// stands in for it, compiled by whoever starts the tests, and the very same calls go through it.

import { assert, assertEquals } from "@std/assert";
import { ECANCELED, ENOENT } from "../../ffi/errno.ts";
import { cString } from "../../ffi/mod.ts";
import { Calls } from "../../ffi/windows/calls.ts";
import { copyByNameCalls } from "../../ffi/windows/copy_by_name.ts";
import { CreatedFile } from "../../ffi/windows/created_file.ts";
import { FolderTable } from "../../ffi/windows/folder_table.ts";
import { KERNEL32_SYMBOLS } from "../../ffi/windows/symbols.ts";
import { VolumeTable } from "../../ffi/windows/volume_table.ts";
import { testOrSkip } from "../support/skip.ts";
import { fs, inFolder, notInWine, statOf } from "./support.ts";

const STAND_IN = Deno.env.get("FERRY_COPY_FILE_EX");
const SIZE = 8 * 1024 * 1024;

const reason = STAND_IN === undefined
  ? notInWine("neither calls the callback nor looks at the flag, and nothing stands in")
  : null;
/** Anew for each test: they remember folders by their handles. */
function openCalls(): ReturnType<typeof copyByNameCalls> {
  const calls = new Calls();
  if (STAND_IN !== undefined) {
    const { CopyFileExW } = KERNEL32_SYMBOLS;
    const { symbols } = Deno.dlopen(STAND_IN, { CopyFileExW });
    const withStandIn = { CopyFileExW: { value: symbols.CopyFileExW } };
    Object.assign(calls, { kernel32: Object.create(calls.kernel32, withStandIn) });
  }
  const folders = new FolderTable(calls);
  return copyByNameCalls(calls, folders, new VolumeTable(calls, folders), new CreatedFile());
}

/** Copies 8 MiB; what the call answered, and what it told meanwhile. */
function copy(
  path: string,
  folder: number,
  cancel: Int32Array,
  meanwhile: () => void = () => {},
): { copied: number; seen: number[] } {
  Deno.writeFileSync(`${path}\\large`, new Uint8Array(SIZE));
  const seen: number[] = [];
  const copied = openCalls().copyByName({
    fromFolder: folder,
    from: cString("large"),
    toFolder: folder,
    to: cString("copy"),
    unbuffered: false,
    cancel,
    onProgress: (bytes) => {
      seen.push(bytes);
      meanwhile();
    },
  });
  if (copied >= 0) fs.close(copied);
  return { copied, seen };
}

const flag = () => new Int32Array(new SharedArrayBuffer(4));

testOrSkip(
  "copyByName tells how far it is",
  reason,
  inFolder((path, folder) => {
    const { copied, seen } = copy(path, folder, flag());
    assert(copied >= 0);
    assertEquals(seen, seen.toSorted((a, b) => a - b));
    assertEquals(seen.at(-1), SIZE);
  }),
);

testOrSkip(
  "copyByName stops when it is told to before it begins, and leaves nothing",
  reason,
  inFolder((path, folder) => {
    assertEquals(copy(path, folder, flag().fill(1)).copied, -ECANCELED);
    assertEquals(statOf(folder, "copy"), -ENOENT);
  }),
);

testOrSkip(
  "copyByName stops in the middle, and leaves nothing",
  reason,
  inFolder((path, folder) => {
    const cancel = flag();
    const { copied, seen } = copy(path, folder, cancel, () => Atomics.store(cancel, 0, 1));
    assertEquals(copied, -ECANCELED);
    assert(seen.length > 0 && seen.at(-1)! < SIZE, `${seen}`);
    assertEquals(statOf(folder, "copy"), -ENOENT);
  }),
);
