// `verify`: each difference is named, with how it is on either side, and what is not asked about is left
// out.

import { assert, assertEquals } from "@std/assert";
import { verified } from "../support/differences.ts";
import { runLibrary } from "../support/ferry.ts";
import { runFerry } from "../support/ferry_process.ts";
import { needsRoot } from "../support/mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

/** Two small trees that are equal but for what `script` does in the folder above them. */
async function differingBy(script: string, options: Parameters<typeof verified>[2] = {}) {
  const result = { lines: [] as readonly string[], outcome: "" };
  await withScratch(async (dir) => {
    sh(
      `mkdir -p s/sub; for i in 1 2 3; do echo file $i >s/$i; echo below $i >s/sub/$i; done
       ln s/1 s/linked; ln -s 1 s/soft; find s -exec touch -hd @1500000000.5 {} +; cp -a s t
       ${script}
       find s t -type d -exec touch -d @1500000000.5 {} +`,
      dir,
    );
    const { lines, summary } = await verified(`${dir}/s`, `${dir}/t`, options);
    Object.assign(result, { lines, outcome: summary.outcome });
  });
  return result;
}

const CASES: readonly (readonly [string, readonly string[]])[] = [
  ["true", []],
  ["rm t/2; mkdir t/extra; echo >t/extra/x", ["extra extra", "extra extra/x", "missing 2"]],
  ["rm -r t/sub", ["missing sub", "missing sub/1", "missing sub/2", "missing sub/3"]],
  ["rm -r t/sub; echo >t/sub", ["type sub (folder, file)"]],
  ["rm t/2; ln -s 1 t/2", ["type 2 (file, symlink)"]],
  ["echo more >>t/2; touch -r s/2 t/2", ["size 2 (7, 12)"]],
  ["printf fole >t/2; printf ' 2\\n' >>t/2; touch -r s/2 t/2", [
    "contents 2 (from byte 1 on, from byte 1 on)",
  ]],
  ["touch -d @1500000000.500000001 t/2", [
    "mtime 2 (2017-07-14T02:40:00.500000000Z, 2017-07-14T02:40:00.500000001Z)",
  ]],
  ["chmod 4640 t/2", ["mode 2 (0644, 4640)"]],
  ["chown 7:8 t/2; chmod 644 t/2", ["group 2 (0, 8)", "owner 2 (0, 7)"]],
  ["ln -sfn 2 t/soft; touch -hr s/soft t/soft", ["symlink soft (1, 2)"]],
  ["rm t/linked; cp -a t/1 t/linked", ["hard-link linked (one file with '1', another file)"]],
  ["echo file 2 >s/3; touch -r s/2 s/3; ln -f t/2 t/3", [
    "hard-link 3 (a file of its own, one file with another entry's)",
  ]],
];

testOrSkip(
  "verify ignoreExtra: what only the target has is no difference",
  needsRoot(),
  async () => {
    const script = "rm t/2; mkdir t/extra; echo >t/extra/x";
    const { lines, outcome } = await differingBy(script, { ignoreExtra: true });
    assertEquals([lines, outcome], [["missing 2"], "different"]);
  },
);

Deno.test("verify deleteExcluded: what a mirror with it would delete is extra, and nothing is after that mirror", async () => {
  await withScratch(async (dir) => {
    sh(
      "mkdir -p s/no d/no; touch s/x.tmp d/{x,y}.tmp {s,d}/no/in; cp -a s/x.tmp s/a; cp -a s/a d",
      dir,
    );
    sh("touch -d @1500000000 s d", dir);
    const filters = ["--exclude", "*.tmp", "--exclude", "no"];
    const extras = async (...flags: string[]) => {
      const { stdout } = await runFerry(["verify", ...filters, ...flags, "s", "d"], dir);
      return [...stdout.matchAll(/^(\S+): '(.*)'/gm)].map(([, what, path]) => `${what} ${path}`)
        .sort();
    };
    assertEquals(await extras(), []);
    const all = ["extra no", "extra no/in", "extra x.tmp", "extra y.tmp"];
    assertEquals(await extras("--delete-excluded"), all);
    const { code } = await runFerry(["mirror", ...filters, "--delete-excluded", "s", "d"], dir);
    assertEquals([code, await extras("--delete-excluded")], [0, []]);
  });
});

// An entry that came to a folder of the target changed the folder's time, which was a difference.
testOrSkip("verify ignoreExtra: nor is the time of its folder", needsRoot(), async () => {
  await withScratch(async (dir) => {
    sh(
      `mkdir -p s/sub s/other s/big; echo 1 >s/sub/1; (cd s/big; seq 5000 | xargs touch)
       find s -exec touch -hd @1500000000.5 {} +; cp -a s t
       echo >t/extra; echo >t/sub/extra; echo >t/big/extra; touch t/other; chmod 700 t/sub`,
      dir,
    );
    for (const jobs of [1, 4]) {
      const { lines } = await verified(`${dir}/s`, `${dir}/t`, { ignoreExtra: true, jobs });
      const shown = lines.map((line) => line.replace(/\(2017.*/, "")).toSorted();
      assertEquals(shown, ["mode sub (0755, 0700)", "mtime other "]);
    }
  });
});

for (const [script, expected] of CASES) {
  testOrSkip(`verify after: ${script}`, needsRoot(), async () => {
    // One thread, so that which of two names comes first does not vary.
    const { lines, outcome } = await differingBy(script, { jobs: 1 });
    const shown = lines.map((line) =>
      line.replace(/^hard-link 1 \(one file with 'linked'/, "hard-link linked (one file with '1'")
        .replace(/^hard-link 2 \(a file/, "hard-link 3 (a file")
    );
    assertEquals(shown, expected);
    assertEquals(outcome, expected.length === 0 ? "done" : "different");
  });
}

testOrSkip("verify names an attribute and its values", needsRoot(), async () => {
  const { lines } = await differingBy(
    "setfattr -n user.note -v old s/2; setfattr -n user.note -v new t/2",
  );
  assertEquals(lines, [`xattr 2 (user.note="old", user.note="new")`]);
});

// Two long values that began alike were written alike, cut after 60 characters, and what was written was compared:
// an attribute or an ACL of five entries that differed further on was "no difference", exit 0.
testOrSkip("verify: long values that differ only at their end", needsRoot(), async () => {
  const long = "x".repeat(90);
  const { lines, outcome } = await differingBy(
    `setfattr -n user.note -v ${long}A s/2; setfattr -n user.note -v ${long}B t/2`,
  );
  assertEquals(lines, [
    `xattr 2 (user.note=…"xxxxxxxxA"… (91 bytes), user.note=…"xxxxxxxxB"… (91 bytes))`,
  ]);
  assertEquals(outcome, "different");
});

Deno.test("verify leaves out what is excluded, on both sides", async () => {
  const filters = [{ include: false, pattern: "*.tmp" }, { include: false, pattern: "/sub" }];
  const { lines } = await differingBy("echo >s/a.tmp; echo >t/b.tmp; rm t/sub/1", { filters });
  assertEquals(lines, []);
});

Deno.test("verify: what is not kept is not compared, sizes alone if asked, a window for times", async () => {
  const keep = {
    perms: false,
    times: false,
    owner: false,
    group: false,
    xattrs: false,
    acls: false,
    hardLinks: false,
    specials: true,
    flags: true,
  };
  const script = "chmod 600 t/2; touch t/2; rm t/linked; cp -a t/1 t/linked; chmod 700 t/sub";
  assertEquals((await differingBy(script, { keep })).lines, []);
  const swapped = "printf 'fole 2\\n' >t/2; touch -r s/2 t/2";
  assertEquals((await differingBy(swapped, { comparison: "size-only" })).lines, []);
  const later = "touch -d @1500000001 t/2";
  assertEquals((await differingBy(later, { modifyWindowNs: 1e9 })).lines, []);
});

Deno.test("verify: a large file, and a folder that is listed in parts", async () => {
  await withScratch(async (dir) => {
    sh(
      "mkdir s; head -c 64M /dev/urandom >s/large; for i in {1..12000}; do echo $i >s/name-that-is-long-enough-$i; done",
      dir,
    );
    await runLibrary("mirror", `${dir}/s`, `${dir}/t`);
    assertEquals((await verified(`${dir}/s`, `${dir}/t`)).lines, []);
    sh(
      `printf x | dd of=t/large bs=1 seek=60000000 conv=notrunc status=none; touch -r s/large t/large
       echo other >t/name-that-is-long-enough-7777; rm t/name-that-is-long-enough-9999
       touch -r s/name-that-is-long-enough-7777 t/name-that-is-long-enough-7777; touch -r s t`,
      dir,
    );
    assertEquals((await verified(`${dir}/s`, `${dir}/t`)).lines, [
      "contents large (from byte 60000000 on, from byte 60000000 on)",
      "missing name-that-is-long-enough-9999",
      "size name-that-is-long-enough-7777 (5, 6)",
    ]);
  });
});

Deno.test("verify: two files, and what cannot be compared", async () => {
  await withScratch(async (dir) => {
    sh("echo one >a; echo two >b; touch -r a b; mkdir c", dir);
    const { lines } = await verified(`${dir}/a`, `${dir}/b`);
    assertEquals(lines, ["contents b (from byte 0 on, from byte 0 on)"]);
    for (
      const [source, target, code] of [["a", "none", "ENOENT"], ["a", "c", "EISDIR"], [
        "c",
        "a",
        "ENOTDIR",
      ]]
    ) {
      const refusal = await verified(`${dir}/${source}`, `${dir}/${target}`).catch((error) =>
        error
      );
      assertEquals([refusal.kind, refusal.code], ["usage", code]);
      assert(refusal instanceof Error);
    }
  });
});
