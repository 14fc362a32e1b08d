// Names that were to stay links and are copies in the target stay in the source, also where listings do not tell how many
// names a file has (Windows).

import { assertEquals } from "@std/assert";
import { cString, type FileStat, NLINK_NOT_TOLD } from "../../../../ffi/mod.ts";
import { mayLackLinks } from "../../../../lib/engine/perform/remove/lacking_links.ts";
import type { WorkerContext } from "../../../../lib/engine/worker/worker_context.ts";
import { Entry } from "../../../../lib/entry/entry.ts";
import { FolderPair } from "../../../../lib/entry/folder_pair.ts";
import { CONTROL } from "../../../../lib/shared/control.ts";
import { newControl } from "../../../support/control.ts";
import { rootPair } from "../../../support/root_pair.ts";
import { statWith } from "../../../support/stats.ts";

/** Whether a file stays; `listed` and `asked` are the numbers of its names. */
function stays(listed: number, asked: number, lacksLinks = 1): boolean {
  const control = newControl();
  control[CONTROL.lacksLinks] = lacksLinks;
  const statFollowing = (_folder: number, _name: Uint8Array, stat: FileStat) => {
    stat.copyFrom(statWith({ nlink: asked }));
    return 0;
  };
  const entry = new Entry();
  const pair = new FolderPair();
  pair.reset(rootPair(), new Uint8Array(), false);
  entry.reset(pair, cString("f"), 8);
  entry.source.copyFrom(statWith({ nlink: listed }));
  return mayLackLinks(
    { ctx: { control, fs: { statFollowing } } } as unknown as WorkerContext,
    entry,
  );
}

Deno.test("mayLackLinks: of a file with several names, whose number may have to be asked for", () => {
  assertEquals([stays(2, 2), stays(1, 1)], [true, false]);
  assertEquals([stays(NLINK_NOT_TOLD, 2), stays(NLINK_NOT_TOLD, 1)], [true, false]);
  assertEquals(stays(NLINK_NOT_TOLD, 2, 0), false);
});
