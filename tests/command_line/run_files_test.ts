// `--log-file`, `--errors-to` and `--print0` as they are typed: a run that fails in part, and the one that tries that again.

import { assert, assertEquals } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { sh, withScratch } from "../support/safety.ts";

const TREE =
  "mkdir -p s/sub d/'#b' d/sub/c o; echo a >s/a; echo b >s/'#b'; echo c >s/sub/c; touch d/'#b'/x d/sub/c/x";

Deno.test("ferry --errors-to: --files-from tries again what failed, and empties the list", async () => {
  await withScratch(async (dir) => {
    sh(TREE, dir);
    const log = ["-q", "--log-file", "o/log"];
    const first = await runFerry(["copy", ...log, "-T", "--errors-to", "o/left", "s", "d"], dir);
    assertEquals([first.code, first.stdout], [1, ""]);
    assertEquals(sh("sort o/left", dir), "./#b\nsub/c\n");
    sh("rm -r d/'#b' d/sub/c", dir);
    const again = ["copy", ...log, "--files-from", "o/left", "--errors-to", "o/left", "s", "d"];
    assertEquals((await runFerry(again, dir)).code, 0);
    assertEquals(sh("cat d/a d/'#b' d/sub/c; cat o/left", dir), "a\nb\nc\n");
    const lines = sh("cut -d ' ' -f 2- o/log", dir);
    assertEquals(lines.match(/^(ferry copy|ferry: cannot|copy '|\d+ files? copied)/gm)?.sort(), [
      "1 file copied",
      "2 files copied",
      "copy '",
      "copy '",
      "copy '",
      "ferry copy",
      "ferry copy",
      "ferry: cannot",
      "ferry: cannot",
    ]);
  });
});

Deno.test("ferry --log-file: a run that a guard stops says so in the log; one that is refused makes none", async () => {
  await withScratch(async (dir) => {
    sh(`${TREE}; mkdir e; echo old >o/left`, dir);
    const files = ["--log-file", "o/log", "--errors-to", "o/left"];
    assertEquals((await runFerry(["mirror", ...files, "e", "d"], dir)).code, 4);
    assert(sh("cat o/log", dir).includes("Z ferry: source 'e' is empty"));
    assertEquals(sh("cat o/left; rm o/log", dir), "old\n");
    assertEquals((await runFerry(["mirror", ...files, "none", "d"], dir)).code, 2);
    assertEquals(sh("ls o; cat o/left", dir), "left\nold\n");
  });
});

// The link went, and what it had led to was made and stayed.
Deno.test("ferry --log-file: a run that is refused leaves a link without its file as it was", async () => {
  await withScratch(async (dir) => {
    sh(`${TREE}; ln -s o/new log; ln -s o/names left`, dir);
    const files = ["--log-file", "log", "--errors-to", "left"];
    assertEquals((await runFerry(["mirror", ...files, "none", "d"], dir)).code, 2);
    assertEquals(sh("readlink log left; ls o", dir), "o/new\no/names\n");
  });
});

Deno.test("ferry --print0: raw names on stdout, the summary on stderr", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s; touch s/$'a\\nb' s/c", dir);
    const { code, stdout, stderr } = await runFerry(["copy", "-n", "--print0", "s", "d"], dir);
    assertEquals([code, stdout.split("\0").sort()], [0, ["", "./", "a\nb", "c"]]);
    assert(stderr.startsWith("dry run: 2 files would be copied"), stderr);
  });
});
