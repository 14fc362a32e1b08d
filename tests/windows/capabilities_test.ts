// What `capabilities` tells of Windows, and that it leaves nothing: a folder that is open cannot be removed there, nor
// a file that is read-only.

import { assert, assertEquals } from "@std/assert";
import { capabilities } from "../../lib/mod.ts";
import { inFolder } from "./support.ts";

Deno.test(
  "capabilities: the volume's type and room, the methods of Windows, and no leftovers",
  inFolder(async (path) => {
    const { machine, paths: [found], pairs: [pair], leftovers } = await capabilities(path);
    assertEquals([leftovers, [...Deno.readDirSync(path)]], [[], []]);
    assertEquals([machine.system, machine.calls, machine.user], ["windows", "windows", null]);
    assert(found.fileSystem!.type !== "", "no type");
    assertEquals(found.fileSystem!.flags, ["rw"]);
    const { freeBytes, totalBytes, blockBytes } = found.room!;
    assert(freeBytes > 0 && freeBytes <= totalBytes && totalBytes % blockBytes === 0);
    assertEquals([found.limits!.nameUnit, found.limits!.ignoresCase], ["UTF-16 units", true]);
    assertEquals([found.features!.hard_links.works, found.features!.owners.works], [true, null]);
    assertEquals(pair.methods?.CopyFileExW?.works, true);
    assertEquals(pair.methods?.read_write?.works, true);
  }),
);
