// Rules that folders of the source hold, in whole runs: with deletions and verify, in several threads, in slices of
// huge folders, without FFI. What they leave out is judged in folder_rules_judged_test.ts.

import "../support/no_history.ts";
import { assert, assertEquals } from "@std/assert";
import type { FilterRule } from "../../lib/filter_rules.ts";
import { FerryError } from "../../lib/mod.ts";
import { check, verify } from "../support/runs.ts";
import { ferry, runLibrary } from "../support/ferry.ts";
import { sh, withScratch } from "../support/safety.ts";
import { list, RULES } from "./ruled_tree.ts";

Deno.test("mirror: what folders' rules exclude stays, --delete-excluded deletes it, and verify leaves it out", async () => {
  for (const deleteExcluded of [false, true]) {
    await withScratch(async (dir) => {
      sh(
        `mkdir -p s/in d/in/gone d/marked s/marked; touch s/in/{a,b.o} s/marked/{.no,1} d/in/{b.o,c.o,c,gone/d.o,gone/e} d/marked/2
        echo '*.o' >s/in/.gitignore`,
        dir,
      );
      const filters: FilterRule[] = [{ gitignore: true }, { marker: ".no" }];
      const options = { filters, deleteExcluded };
      const planned = await runLibrary("mirror", `${dir}/s`, `${dir}/d`, {
        ...options,
        dryRun: true,
      });
      const { summary } = await runLibrary("mirror", `${dir}/s`, `${dir}/d`, options);
      assertEquals([summary.outcome, summary.deleted], ["done", planned.summary.deleted]);
      const kept = ["in/b.o", "in/c.o", "in/gone/", "in/gone/d.o", "marked/2"];
      const all = ["in/", "in/.gitignore", "in/a", "marked/", "marked/.no"];
      assertEquals(list(`${dir}/d`), [...all, ...deleteExcluded ? [] : kept].sort());
      assertEquals((await verify(`${dir}/s`, `${dir}/d`, options)).outcome, "done");
      sh("touch d/in/more.o d/in/more", dir);
      const found = await verify(`${dir}/s`, `${dir}/d`, options);
      assertEquals(found.differences, (deleteExcluded ? 2 : 1) + 1); // and the folder's time
    });
  }
});

Deno.test("threads: folders deep down and slices of huge ones have the rules of the folders above them", async () => {
  await withScratch(async (dir) => {
    sh(
      `mkdir -p s/{1..12}/in/deep/{er,other} s/huge d/huge
      for i in {1..12}; do touch s/$i/in/{a.o,b} s/$i/in/deep/{a.o,b,er/a.o,er/b.x,other/c.o}; done
      for i in {1..12}; do echo '- *.o' >s/$i/.rules; echo '+ a.o' >s/$i/in/deep/er/.rules; done
      (cd s/huge; seq -f 'file-with-a-long-name-%.0f.o' 9000 | xargs touch; seq -f '%.0f' 3000 | xargs touch)
      (cd d/huge; touch x.o y; echo '- *.o' >../../s/huge/.rules)`,
      dir,
    );
    const { summary } = await runLibrary("mirror", `${dir}/s`, `${dir}/d`, {
      filters: RULES,
      jobs: 4,
    });
    assertEquals([summary.outcome, summary.deleted], ["done", 1]);
    const left = list(`${dir}/d`);
    assertEquals(left.filter((path) => path.endsWith(".o")).length, 12 + 1);
    assertEquals(left.filter((path) => path.endsWith("er/a.o")).length, 12);
    assertEquals(summary.filesCopied, 3000 + 12 * 4 + 24 + 1);
    const again = await runLibrary("mirror", `${dir}/s`, `${dir}/d`, { filters: RULES, jobs: 4 });
    assertEquals([again.summary.filesCopied, again.summary.deleted], [0, 0]);
  });
});

Deno.test("names that are not UTF-8: rules in a file mean their bytes", async () => {
  await withScratch(async (dir) => {
    sh(
      `mkdir s; touch s/$'\\xff' s/$'\\xfe' s/a; printf -- '- /\\xff\\n' >s/.rules; printf '/\\xfe\\n' >s/.gitignore`,
      dir,
    );
    const filters: FilterRule[] = [...RULES, { gitignore: true }];
    await runLibrary("copy", `${dir}/s`, `${dir}/d`, { filters });
    assertEquals(list(`${dir}/d`), [".gitignore", ".rules", "a"]);
  });
});

Deno.test("rules in a file: a mark before the first is no part of it; what is no rule is told in part", async () => {
  await withScratch(async (dir) => {
    const marked = new Uint8Array([0xef, 0xbb, 0xbf, ...new TextEncoder().encode("- a\n")]);
    const wrong = [["- b\0\n", "line 1: a rule has a NUL in it: save the file as UTF-8"], [
      `\né${"x".repeat(999)}`,
      `line 2: invalid filter rule 'é${"x".repeat(98)}...': it begins with none of`,
    ]];
    for (const [rules, message] of wrong) {
      sh("rm -rf s d; mkdir -p s/in; touch s/a s/in/b", dir);
      Deno.writeFileSync(`${dir}/s/.rules`, marked);
      Deno.writeTextFileSync(`${dir}/s/in/.rules`, rules);
      const { summary } = await runLibrary("copy", `${dir}/s`, `${dir}/d`, { filters: RULES });
      assertEquals(summary.errors.map(({ code }) => code), ["BAD_FILTER"]);
      assertEquals(summary.errors[0].message.slice(0, message.length), message);
      assertEquals(list(`${dir}/d`), [".rules", "in/"]);
    }
  });
});

Deno.test("a file that is named as SOURCE is copied whatever the rules of its folder", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s d; echo '- a' >s/.rules; touch s/a", dir);
    const { code } = await ferry("copy", "--filter=: .rules", `${dir}/s/a`, `${dir}/d`);
    assertEquals([code, list(`${dir}/d`)], [0, ["a"]]);
  });
});

Deno.test("without FFI: the rules of folders are read all the same, and never through a link", () => {
  // Deno's own calls do not reach /dev/shm.
  const dir = Deno.makeTempDirSync({ dir: "/tmp" });
  try {
    sh(
      `mkdir -p s/in/deep s/linked s/fifo; touch s/in/{a.o,b} s/in/deep/{a.o,b} s/{linked,fifo}/1
      echo '- *.o' >s/in/.rules; ln -s ../in/.rules s/linked/; mkfifo s/fifo/.rules`,
      dir,
    );
    const main = new URL("../../main.ts", import.meta.url).pathname;
    const { code, stderr } = new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "--no-check", "--allow-all", "--deny-ffi", main],
        ...["copy", "-T", "--no-specials", "--filter=: .rules", "s", "d"],
      ],
      cwd: dir,
    }).outputSync();
    const said = new TextDecoder().decode(stderr);
    assertEquals(code, 1, said);
    for (const name of ["linked", "fifo"]) {
      assert(
        said.includes(`cannot read the rules in 's/${name}/.rules': Rules are read from`),
        said,
      );
    }
    assertEquals(list(`${dir}/d`), [
      "fifo/",
      "in/",
      "in/.rules",
      "in/b",
      "in/deep/",
      "in/deep/b",
      "linked/",
    ]);
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
});

Deno.test("check: a list of digests has no folders whose rules could be read", async () => {
  await withScratch(async (dir) => {
    const refused = await check(new Map(), dir, { filters: RULES }).catch((error) => error);
    assert(refused instanceof FerryError);
    assertEquals([refused.kind, refused.code], ["usage", "CONFLICT"]);
  });
});
