// Runs that are restricted to listed paths.

import { assert, assertEquals } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { needsPrograms } from "../support/programs.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

const TREE = "mkdir -p s/in/deep s/other; echo a >s/a; echo b >s/in/b; echo c >s/in/deep/c; " +
  "echo d >s/other/d; touch s/'#x' s/$'new\\nline'; mkdir -p t/in t/other; " +
  "echo old | tee t/a t/gone t/in/extra t/other/extra >t/kept";

function tree(dir: string, root: string): string {
  return sh(`cd ${root}; find . -mindepth 1 | sort`, dir);
}

Deno.test("mirror --files-from: copies what is listed, deletes in listed folders only, and names what is not there", async () => {
  await withScratch(async (dir) => {
    sh(`${TREE}; printf 'in\\ngone\\n/./other/d\\n' >list`, dir);
    const { code, stderr } = await runFerry(["mirror", "--files-from", "list", "s", "t"], dir);
    assertEquals([code, stderr], [
      1,
      "ferry: cannot copy 's/gone': listed in --files-from, but not there (ENOENT)\nferry: 1 error\n",
    ]);
    const left = ["a", "gone", "in", "in/b", "in/deep", "in/deep/c", "kept", "other", "other/d"];
    assertEquals(tree(dir, "t"), [...left, "other/extra"].map((path) => `./${path}\n`).join(""));
    assertEquals(sh("cat t/gone t/a", dir), "old\nold\n");
  });
});

Deno.test("copy --files-from -0: names of any bytes, and DEST receives the paths even if it exists", async () => {
  await withScratch(async (dir) => {
    sh(
      `${TREE}; touch s/$'\\xff'; printf '#x\\0new\\nline\\0in/deep/c\\0\\xff\\0' >list; mkdir u`,
      dir,
    );
    const { code, stderr } = await runFerry(["copy", "-0", "--files-from=list", "s", "u"], dir);
    assertEquals([code, stderr], [0, ""]);
    sh(
      "test -f u/'#x' -a -f u/$'new\\nline' -a -f u/$'\\xff' -a -f u/in/deep/c -a ! -e u/in/b",
      dir,
    );
    assertEquals(sh("find u -type f | wc -l", dir), "5\n"); // a line end in one of the names
  });
});

Deno.test("copy --files-from: a link typed as SOURCE is the folder that it leads to", async () => {
  await withScratch(async (dir) => {
    sh(`${TREE}; ln -s s k; echo in/b >list`, dir);
    const { code, stderr } = await runFerry(["copy", "--files-from", "list", "k", "u"], dir);
    assertEquals([code, stderr, sh("cat u/in/b", dir)], [0, "", "b\n"]);
  });
});

Deno.test("verify --files-from: compares what is listed alone", async () => {
  await withScratch(async (dir) => {
    sh(`${TREE}; cp -a s/in/b t/in/; touch -r s/in t/in; touch -r s t; echo in/b >list`, dir);
    const { code, stdout } = await runFerry(["verify", "--files-from", "list", "s", "t"], dir);
    assertEquals([code, stdout.split(" (")[0]], [0, "1 file verified"]);
    const { code: wrong } = await runFerry(["check", "--files-from", "list", "s", "u"], dir);
    assertEquals(wrong, 2);
  });
});

Deno.test("copy --json --files-from: a path that is not there is an error in the summary", async () => {
  await withScratch(async (dir) => {
    sh(`${TREE}; printf 'a\\nnone\\n' >list`, dir);
    const { stdout } = await runFerry(["copy", "--json", "--files-from", "list", "s", "u"], dir);
    const lines = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
    assertEquals(lines[0].path, "s/none");
    const { outcome, exit_code, error_count, files_copied, errors } = lines.at(-1);
    assertEquals([outcome, exit_code, error_count, files_copied], ["partial", 1, 1, 1]);
    assertEquals(errors.length, 1);
  });
});

Deno.test("copy --files-from: a list that cannot be read, or a SOURCE that is a file, is refused", async () => {
  await withScratch(async (dir) => {
    sh(`${TREE}; echo a >list`, dir);
    for (const line of ["--files-from none s u", "--files-from list s/a u"]) {
      const { code, stderr } = await runFerry(["copy", ...line.split(" ")], dir);
      assertEquals(code, 2, stderr);
    }
    sh("test ! -e u", dir);
  });
});

testOrSkip(
  "mirror --files-from: trees are those of rsync -a -r --delete",
  needsPrograms("rsync"),
  async () => {
    const lists = [
      "in\\n",
      "in/deep\\na\\n",
      "other/d\\nin/deep/c\\n",
      "./in/../a\\n\\n;in\\n",
      "other\\nin/b\\n",
    ];
    for (const list of lists) {
      await withScratch(async (dir) => {
        sh(`${TREE}; cp -a t r; printf '${list}' >list`, dir);
        sh("rsync -a -r --delete --files-from=list s/ r/", dir);
        assertEquals((await runFerry(["mirror", "--files-from", "list", "s", "t"], dir)).code, 0);
        assertEquals(tree(dir, "t"), tree(dir, "r"), list);
        assert(tree(dir, "t").includes("./kept"));
      });
    }
  },
);
