// Removing from the source what has arrived: not what was written to, replaced or renamed over since it was looked at.

import { assertEquals } from "@std/assert";
import { cString } from "../../../../ffi/mod.ts";
import type { Entry } from "../../../../lib/entry/entry.ts";
import { removeEntry } from "../../../../lib/engine/perform/remove/remove_entry.ts";
import { oneThread } from "../../../support/one_thread.ts";
import { sh, withScratch } from "../../../support/safety.ts";

const CHANGES = {
  "nothing": { change: "true", goes: true },
  "read": { change: "cat s/file", goes: true },
  "written to": { change: "echo newer >>s/file", goes: false },
  "written to, its size and time as before": {
    change: "cp -p s/file like; echo nEw >s/file; touch -r like s/file",
    goes: false,
  },
  "replaced by a file of its size and time": {
    change: "cp -p s/file like; mv like s/file",
    goes: false,
  },
  "replaced by a symlink": { change: "ln -sf elsewhere s/file", goes: false },
};

for (const [what, { change, goes }] of Object.entries(CHANGES)) {
  Deno.test(`removeEntry: ${what}: the file ${goes ? "goes" : "stays"}`, async () => {
    await withScratch(async (dir) => {
      sh("mkdir s t; echo new >s/file", dir);
      const { worker, sourceOf } = await oneThread(dir);
      const pair = worker.borrowPair();
      pair.reset(worker.roots[0], new Uint8Array(), false);
      pair.source = worker.roots[0].source;
      const entry = { pair, name: cString("file"), source: sourceOf("file") } as Entry;
      sh(change, dir);
      assertEquals(removeEntry(worker.ctx, entry), goes);
      assertEquals(sh("ls s", dir).includes("file"), !goes);
    });
  });
}
