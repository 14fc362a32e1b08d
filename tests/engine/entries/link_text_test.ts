// Whether two symlinks lead to different places.

import { assertEquals } from "@std/assert";
import { cString } from "../../../ffi/mod.ts";
import { textsDiffer } from "../../../lib/engine/entries/link_text.ts";
import { FolderPair } from "../../../lib/entry/folder_pair.ts";
import type { WorkerContext } from "../../../lib/engine/worker/worker_context.ts";
import { openPortable } from "../../../ffi/portable/file_system.ts";

const fs = openPortable();

Deno.test("textsDiffer: another text, a longer one, or none that can be read", () => {
  const dir = Deno.makeTempDirSync({ prefix: "ferry-link-text-" });
  const pair = new FolderPair();
  try {
    for (const side of ["s", "t"]) Deno.mkdirSync(`${dir}/${side}`);
    const links = { same: ["a/b", "a/b"], other: ["a/b", "a/c"], longer: ["a/b", "a/bc"] };
    for (const [name, [source, target]] of Object.entries(links)) {
      Deno.symlinkSync(source, `${dir}/s/${name}`);
      Deno.symlinkSync(target, `${dir}/t/${name}`);
    }
    Deno.symlinkSync("a", `${dir}/s/alone`);
    Deno.symlinkSync("a", `${dir}/t/only`);
    pair.source = fs.openFolder(cString(`${dir}/s`));
    pair.target = fs.openFolder(cString(`${dir}/t`));
    const ctx = { fs, linkBuffer: new Uint8Array(4096), otherLinkBuffer: new Uint8Array(4096) };
    const worker = { ctx } as unknown as WorkerContext;
    const differ = (name: string, other = name) =>
      textsDiffer(worker, pair, cString(name), cString(other));
    const names = ["same", "other", "longer", "alone", "only"];
    assertEquals(names.map((name) => differ(name)), [false, true, true, true, true]);
    assertEquals(differ("same", "longer"), true);
  } finally {
    for (const handle of [pair.source, pair.target]) fs.close(handle);
    Deno.removeSync(dir, { recursive: true });
  }
});
