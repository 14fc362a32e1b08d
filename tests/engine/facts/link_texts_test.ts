// Whether two symlinks lead to different places.

import { assertEquals } from "@std/assert";
import { cString } from "../../../ffi/mod.ts";
import type { CopyContext } from "../../../lib/copy/context.ts";
import { linkTextsDiffer } from "../../../lib/engine/facts/link_texts.ts";
import { Entry } from "../../../lib/entry/entry.ts";
import { FolderPair } from "../../../lib/entry/folder_pair.ts";
import { openPortable } from "../../../ffi/portable/file_system.ts";

const fs = openPortable();

Deno.test("linkTextsDiffer: another text, a longer one, or none that can be read", () => {
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
    const differ = (name: string, other = name) => {
      const entry = Object.assign(new Entry(), { pair, name: cString(name) });
      entry.targetName = cString(other);
      return linkTextsDiffer(ctx as unknown as CopyContext, entry);
    };
    const names = ["same", "other", "longer", "alone", "only"];
    assertEquals(names.map((name) => differ(name)), [false, true, true, true, true]);
    assertEquals(differ("same", "longer"), true);
  } finally {
    for (const handle of [pair.source, pair.target]) fs.close(handle);
    Deno.removeSync(dir, { recursive: true });
  }
});
