// Where an open folder is, and by which mount it was reached.

import { assert, assertEquals } from "@std/assert";
import { binaryTextOf } from "../../../ffi/c_string.ts";
import { ENOSYS } from "../../../ffi/errno.ts";
import { WORD } from "../../../ffi/file_stat.ts";
import { openLibC } from "../../../ffi/linux/libc.ts";
import { mountCalls } from "../../../ffi/linux/mounts.ts";
import { native, notLinux, succeeded, testIn, without } from "../../support/linux_place.ts";

const fallback = notLinux === null ? mountCalls(without(["statx"], ENOSYS)) : native;

/** The number of a folder's mount as /proc tells it. */
function mountIdOf(folder: number): number {
  const info = Deno.readTextFileSync(`/proc/self/fdinfo/${folder}`);
  return Number(/^mnt_id:\s*(\d+)$/m.exec(info)![1]);
}

testIn("placeOf: the folder's path and the mount that it was reached by", ({ path, folder }) => {
  assertEquals(native.placeOf(folder), { path, mountId: mountIdOf(folder) });
});

testIn("placeOf: the same where statx(2) does not tell the mount", ({ path, folder }) => {
  assertEquals(fallback.placeOf(folder), { path, mountId: mountIdOf(folder) });
});

// Under qemu-user, which runs containers for another processor, folders had the mount 0 and no file system.
testIn("placeOf: the same where statx(2) says that it tells the mount, and does not", (place) => {
  const libc = openLibC();
  const forgetful = mountCalls({
    ...libc,
    c: {
      ...libc.c,
      statx(folder, name, flags, mask, buffer) {
        const answer = libc.c.statx(folder, name, flags, mask, buffer);
        (buffer as Uint8Array).fill(0, WORD.mntId * 4, WORD.mntId * 4 + 8);
        return answer;
      },
    },
  });
  const { path, folder } = place;
  assertEquals(forgetful.placeOf(folder), { path, mountId: mountIdOf(folder) });
  assertEquals(forgetful.fileSystemOf(folder), native.fileSystemOf(folder));
});

testIn("placeOf: a path that is not UTF-8 keeps its bytes", ({ path, folder }) => {
  const name = Uint8Array.of(0xff, 0x61, 0);
  succeeded(native.makeFolder(folder, name, 0o700));
  const below = succeeded(native.openFolderBeneath(folder, name, false));
  assertEquals(native.placeOf(below)?.path, `${path}/${binaryTextOf(name.subarray(0, 2))}`);
  native.close(below);
  succeeded(native.removeFolder(folder, name));
});

testIn("mounts: the one that a folder was reached by is among them", ({ path, folder }) => {
  const own = native.mounts()?.find(({ id }) => id === mountIdOf(folder));
  assert(own !== undefined && path.startsWith(own.point), JSON.stringify(own));
});
