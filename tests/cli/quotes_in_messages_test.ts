// Messages quote what can be typed with ', as they quote names: backticks are for comments.

import { assertEquals } from "@std/assert";
import { walkSync } from "@std/fs";
import { fromFileUrl } from "@std/path";

Deno.test("messages: no text in lib/ or ffi/ has words in backticks", () => {
  const found: string[] = [];
  for (const folder of ["lib", "ffi"]) {
    const root = fromFileUrl(new URL(`../../${folder}`, import.meta.url));
    for (const { path } of walkSync(root, { exts: [".ts"], includeDirs: false })) {
      for (const line of Deno.readTextFileSync(path).split("\n")) {
        if (/^\s*(\/\/|\/?\*)/.test(line)) continue;
        if (/(?:^|[\s([])"[^"`]*`\w[^"`$]*`[^"`]*"/.test(line)) {
          found.push(`${path}: ${line.trim()}`);
        }
      }
    }
  }
  assertEquals(found, []);
});
