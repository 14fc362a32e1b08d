// Nothing is deleted on a doubt: the limit on deletions holds before the first one, and what could not
// be listed, or is the source itself reached by another way, stays.

import { assert, assertEquals, assertRejects } from "@std/assert";
import { FerryError } from "../../lib/mod.ts";
import { copy, mirror, type RunOptions } from "../support/runs.ts";
import { runFerry, startFerry, whileReading } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { look, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

const needsRoot = Deno.uid() === 0 ? null : "needs root";

/** A target of ten entries, four of which the source has not: a folder with two files, and a file. */
const TEN = `mkdir -p s/keep t; touch s/keep/{1..4} s/b; cp -a s/. t
  mkdir t/gone; touch t/gone/{1,2} t/extra`;

Deno.test("mirror --max-delete: one too many and nothing is deleted, exit 4", async () => {
  await withScratch(async (dir) => {
    sh(TEN, dir);
    const before = look(`${dir}/t`);
    const { code, stderr } = await runFerry(["mirror", "--max-delete", "3", "s", "t"], dir);
    assertEquals(code, 4, stderr);
    assert(stderr.includes("'t'") && stderr.includes("4 of 10"), stderr);
    assertEquals(look(`${dir}/t`), before);
  });
});

Deno.test("mirror --max-delete: a percentage, of the target's entries", async () => {
  await withScratch(async (dir) => {
    sh(TEN, dir);
    const before = look(`${dir}/t`);
    for (const limit of ["39%", "0%"]) {
      const { code, stderr } = await runFerry(["mirror", `--max-delete=${limit}`, "s", "t"], dir);
      assertEquals(code, 4, stderr);
      assertEquals(look(`${dir}/t`), before);
    }
    const { code } = await runFerry(["mirror", "--max-delete=40%", "s", "t"], dir);
    assertEquals([code, await judge(`${dir}/s`, `${dir}/t`)], [0, []]);
  });
});

Deno.test("mirror --max-delete: exactly the limit is allowed", async () => {
  await withScratch(async (dir) => {
    sh(TEN, dir);
    const summary = await mirror(`${dir}/s`, `${dir}/t`, limit(4));
    assertEquals([summary.outcome, summary.deleted], ["done", 4]);
    assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
  });
});

Deno.test("mirror --max-delete: the message says the limit", async () => {
  await withScratch(async (dir) => {
    sh(TEN, dir);
    for (const limit of ["3", "0", "39%"]) {
      const { code, stderr } = await runFerry(["mirror", `--max-delete=${limit}`, "s", "t"], dir);
      const message = `4 of 10 target entries would be deleted, more than the ${limit} that ` +
        "--max-delete allows";
      assertEquals([code, stderr.includes(message)], [4, true], stderr);
    }
  });
});

Deno.test("mirror maxDelete: the outcome is stopped, the error DELETE_GUARD, in a dry run too", async () => {
  await withScratch(async (dir) => {
    sh(TEN, dir);
    const before = look(`${dir}/t`);
    for (const dryRun of [true, false]) {
      const { outcome, errors, deleted } = await mirror(`${dir}/s`, `${dir}/t`, {
        ...limit(3),
        dryRun,
      });
      assertEquals([outcome, errors[0].code, deleted], ["stopped", "DELETE_GUARD", 0]);
      assertEquals(look(`${dir}/t`), before);
    }
  });
});

Deno.test("mirror maxDelete: what is excluded does not count and is not deleted", async () => {
  await withScratch(async (dir) => {
    sh(TEN, dir);
    const filters = [{ include: false, pattern: "gone" }];
    const { outcome, deleted } = await mirror(`${dir}/s`, `${dir}/t`, { ...limit(1), filters });
    assertEquals([outcome, deleted], ["done", 1]);
    assertEquals(sh("ls t t/gone", dir), "t:\nb\ngone\nkeep\n\nt/gone:\n1\n2\n");
  });
});

Deno.test("mirror --allow-empty-source: empties the target", async () => {
  await withScratch(async (dir) => {
    sh("mkdir -p s t/a; touch t/a/b", dir);
    const { code } = await runFerry(["mirror", "--allow-empty-source", "s", "t"], dir);
    assertEquals([code, sh("ls -A t", dir)], [0, ""]);
  });
});

Deno.test("copy with delete: the guard for an empty source holds as in a mirror", async () => {
  await withScratch(async (dir) => {
    sh("mkdir -p s t/a; touch t/a/b", dir);
    const before = look(`${dir}/t`);
    const error = await assertRejects(
      () => copy(`${dir}/s`, `${dir}/t`, { delete: true, placement: "exact" }),
      FerryError,
    );
    assertEquals([error.code, look(`${dir}/t`)], ["EMPTY_SOURCE", before]);
  });
});

testOrSkip(
  "mirror: a source that a bind mount hides in the target is not deleted",
  needsRoot,
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir -p t/deep/real way; echo a >t/deep/real/a; mount --bind t/deep/real way", dir);
      const before = sh("sha256sum a; stat -c '%i %Y' a", `${dir}/way`);
      const { outcome, errors } = await mirror(`${dir}/way`, `${dir}/t`);
      assertEquals(sh("sha256sum a; stat -c '%i %Y' a", `${dir}/way`), before);
      assertEquals([outcome, errors.map(({ code }) => code).includes("SAME_FILE")], [
        "partial",
        true,
      ]);
    });
  },
);

testOrSkip(
  "mirror: a target that a bind mount hides in the source does not grow for ever",
  needsRoot,
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir -p s/deep/real way; echo a >s/a; mount --bind s/deep/real way", dir);
      const { outcome, errors } = await mirror(`${dir}/s`, `${dir}/way`);
      assertEquals([outcome, errors.map(({ code }) => code)], ["partial", ["SAME_FILE"]]);
      assertEquals(sh("find . | sort", `${dir}/s/deep/real`), ".\n./a\n./deep\n./deep/real\n");
    });
  },
);

testOrSkip(
  "mirror: an unmounted disk below the source is a reason to stop",
  needsRoot,
  async () => {
    // Nothing tells an unmounted disk from an emptied folder; the limit on deletions is the guard.
    await withScratch(async (dir) => {
      sh(
        "mkdir -p s/disk; mount -t tmpfs none s/disk; touch s/a s/disk/{1..9}; cp -a s t; umount s/disk",
        dir,
      );
      const { outcome } = await mirror(`${dir}/s`, `${dir}/t`, {
        maxDelete: { amount: 50, unit: "percent" },
      });
      assertEquals([outcome, sh("ls t/disk | wc -l", dir).trim()], ["stopped", "9"]);
    });
  },
);

testOrSkip(
  "mirror: a disk below the source that is unmounted after it was copied: nothing is deleted there, exit 4",
  needsRoot,
  async () => {
    // Which comes first, the large file or the disk, is not ours to say: tried until the disk did.
    for (let isTried = false, tries = 0; !isTried; tries++) {
      assert(tries < 20, "the large file was always copied first");
      await withScratch(async (dir) => {
        sh(
          `mkdir -p s/disk t/disk; mount -t tmpfs none s/disk; touch s/disk/{1..9}; cp -a s/disk/. t/disk
           touch s/disk/new t/disk/extra; head -c 256M /dev/urandom >s/large`,
          dir,
        );
        const ferry = startFerry(["mirror", "-j1", "s", "t"], dir);
        await whileReading(ferry, `${dir}/s/large`, () => {
          isTried = sh("ls t/disk | grep -c new || true", dir) === "1\n";
          if (isTried) sh("umount -l s/disk", dir);
        });
        const { code, stderr } = await ferry.finished;
        if (!isTried) return;
        assertEquals([code, sh("ls t/disk | wc -l", dir)], [4, "11\n"], stderr);
        assert(stderr.includes("'s/disk'") && stderr.includes("unmounted"), stderr);
      });
    }
  },
);

Deno.test("mirror: the source is removed while it is copied: nothing is deleted", async () => {
  await withScratch(async (dir) => {
    sh(
      "mkdir s t; head -c 256M /dev/urandom >s/large; touch s/{1..9} t/{1..20}; touch -d @1 t/{1..9}",
      dir,
    );
    const ferry = startFerry(["mirror", "-j1", "s", "t"], dir);
    await whileReading(ferry, `${dir}/s/large`, () => void sh("rm -r s", dir));
    const { code, stderr } = await ferry.finished;
    assertEquals([code, sh("ls t | grep -vc large", dir)], [4, "20\n"], stderr);
    assert(stderr.includes("'s'") && stderr.includes("EMPTY_SOURCE"), stderr);
  });
});

Deno.test("mirror: a folder is removed from the source while it is copied: named, the rest is done", async () => {
  await withScratch(async (dir) => {
    // So many folders that the first or the last is yet to come when the large file is being copied.
    sh(
      "mkdir s t; head -c 256M /dev/urandom >s/large; mkdir s/sub{1..400} t/sub{1..400}; " +
        "for d in s/sub*; do touch $d/{1..50}; done",
      dir,
    );
    const ferry = startFerry(["mirror", "-j1", "s", "t"], dir);
    await whileReading(ferry, `${dir}/s/large`, () => void sh("rm -r s/sub1 s/sub400", dir));
    const { code, stderr } = await ferry.finished;
    assertEquals(code, 5, stderr);
    assert(/'s\/sub(1|400)'/.test(stderr), stderr);
    assertEquals((await runFerry(["mirror", "s", "t"], dir)).code, 0);
    assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
  });
});

function limit(amount: number): RunOptions {
  return { maxDelete: { amount, unit: "entries" } };
}

testOrSkip(
  "mirror: a SOURCE that another file system shows in DEST is not deleted",
  needsRoot,
  async () => {
    await withScratch(async (dir) => {
      sh(
        `mkdir -p data/x/s layers view; echo a >data/x/s/a; echo o >data/x/other; mount -t tmpfs t layers
       mkdir layers/up layers/work; mount -t overlay -o lowerdir=data,upperdir=layers/up,workdir=layers/work o view`,
        dir,
      );
      const entries = () => sh("cd data; find . -printf '%p %y %m %T@\\n' | sort; cat x/s/a", dir);
      const before = entries();
      for (
        const [target, swap] of [["view", false], ["view/x", false], ["view/x", true]] as const
      ) {
        const error = await assertRejects(
          () => mirror(`${dir}/data/x/s`, `${dir}/${target}`, { swap }),
          FerryError,
        );
        assertEquals([error.kind, error.code], ["usage", "SOURCE_IN_TARGET"], target);
      }
      assertEquals(entries(), before);
      // Another folder of that name is an extra entry like any other.
      sh("mkdir -p layers/d/s; touch layers/d/s/gone", dir);
      assertEquals((await mirror(`${dir}/data/x/s`, `${dir}/layers/d`)).outcome, "done");
      assertEquals(await judge(`${dir}/data/x/s`, `${dir}/layers/d`), []);
    });
  },
);
