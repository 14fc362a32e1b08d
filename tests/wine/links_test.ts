// Links that Linux has made and Wine follows: a link of the source that leads onto its own target is the same file
// there by another name, and must not cost it its contents.

import { assertEquals } from "@std/assert";
import { windowsPath } from "../../scripts/windows/wine.ts";
import { sh, withScratch } from "../support/safety.ts";
import { ferryInWine } from "./ferry_in_wine.ts";

Deno.test("a link onto its target leaves the target's contents as they are", () =>
  withScratch(async (dir) => {
    sh("mkdir -p s t; echo contents >t/a; ln -s ../t/a s/a; echo b >t/b; ln t/b s/b", dir);
    for (const flags of [["-n"], [], ["--checksum"]]) {
      const { code, stderr } = await ferryInWine(
        "mirror",
        ...flags,
        ...["s", "t"].map((side) => windowsPath(`${dir}/${side}`)),
      );
      assertEquals([code, sh("cat t/a t/b; ls t", dir)], [0, "contents\nb\na\nb\n"], stderr);
    }
  }));
