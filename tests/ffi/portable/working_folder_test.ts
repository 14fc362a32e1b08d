// Without FFI a handle is a path: one that was opened by a relative path must not lead elsewhere when the program goes to
// another working folder.

import { assertEquals } from "@std/assert";
import { cString, FileStat } from "../../../ffi/mod.ts";
import { openPortable } from "../../../ffi/portable/file_system.ts";
import { withScratch } from "../../support/safety.ts";

Deno.test("openFolder: a relative path stays what it was in another working folder", async () => {
  await withScratch((dir) => {
    for (const name of ["here", "there"]) Deno.mkdirSync(`${dir}/${name}/s`, { recursive: true });
    Deno.writeTextFileSync(`${dir}/here/s/a`, "");
    const before = Deno.cwd();
    const fs = openPortable();
    try {
      Deno.chdir(`${dir}/here`);
      const folders = ["s", "./s", "../here/s"].map((path) => fs.openFolder(cString(path)));
      Deno.chdir(`${dir}/there`);
      const answers = folders.map((folder) => fs.stat(folder, cString("a"), new FileStat()));
      assertEquals(answers, [0, 0, 0]);
      folders.forEach((folder) => fs.close(folder));
    } finally {
      Deno.chdir(before);
    }
    return Promise.resolve();
  });
});
