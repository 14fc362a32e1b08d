// `ferry report` as it is typed: what runs have printed and logged, by file and by standard input.

import { assertEquals, assertMatch } from "@std/assert";
import { ferryCommand, type Outcome } from "../support/ferry.ts";
import { runFerry, start } from "../support/ferry_process.ts";
import { runAsUser, testAsUser, USER } from "../support/ordinary_user.ts";
import { sh, withScratch } from "../support/safety.ts";

Deno.test("ferry report: reads what a run has printed with --json, and what it has logged either way", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s; printf '%01000d' 0 >s/a; echo b >s/b; ln s/a s/c; mkdir logs", dir);
    const run = await runFerry(["mirror", "--json", "--log-file", "logs/json", "s", "d"], dir);
    Deno.writeTextFileSync(`${dir}/logs/out`, run.stdout);
    const own = JSON.parse(run.stdout);
    for (const file of ["logs/out", "logs/json"]) {
      const { code, stdout } = await runFerry(["report", "--json", file], dir);
      const { shards, ...summary } = JSON.parse(stdout.trimEnd().split("\n").at(-1)!);
      assertEquals([code, summary, shards.count], [0, own, 1], file);
    }
    assertEquals((await runFerry(["mirror", "--log-file", "logs/text", "s", "d"], dir)).code, 0);
    const later = await runFerry(["report", "-v", "logs/json", "logs/text"], dir);
    assertEquals(later.code, 0);
    assertEquals(later.stdout.replace(/[\d.]+ s\b/g, "T").split("\n"), [
      "mirror 's' 'd' in 1 shard",
      "nothing to do, 3 unchanged in T",
      "shard  entries  files  bytes    time  errors  outcome",
      "    1        3      3    0 B  T       0  done",
      "",
    ]);
    assertEquals(later.stderr, "ferry: shard 1 ran twice: the run that ended last counts\n");
  });
});

Deno.test("ferry report: standard input, the exit code of what it reads, and what cannot be read", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s d; echo a >s/a; echo b >d/b", dir);
    const run = await runFerry(["verify", "--json", "s", "d"], dir);
    Deno.writeTextFileSync(`${dir}/out`, `srun: a message\n\0\0\n${run.stdout.trimEnd()}`);
    const fromInput = ["sh", "-c", '"$@" <out', "sh", ...ferryCommand(), "report", "-"];
    const report = await start(fromInput, dir).finished;
    assertEquals([run.code, report.code], [3, 3]);
    assertEquals(report.stderr, "ferry: shard 1 ended with exit code 3 (different)\n");
    for (
      const [file, message] of [
        ["none", "cannot read the output of runs in 'none': No such file or directory (ENOENT)"],
        ["s", "cannot read the output of runs in 's': Is a directory (EISDIR)"],
        ["d/b", "'d/b' has no summary of a run"],
      ]
    ) {
      const { code, stdout, stderr } = await runFerry(["report", file], dir);
      assertEquals([code, stdout, stderr.split("\n")[0]], [2, "", `ferry: ${message}`]);
    }
  });
});

testAsUser("ferry report: shards that fail in part come to what one run comes to", async (dir) => {
  sh(
    `mkdir -p s/a/b s/closed d/a; for i in $(seq 30); do echo $i | tee s/a/$i >s/a/b/$i; done
     ln s/a/1 s/a/b/link; ln -s x s/symlink; echo x >s/secret; touch s/closed/x; echo old >d/a/7; touch d/extra
     chmod 600 s/secret; chmod 700 s/closed; cp -a d one; chown -R ${USER}:${USER} d one s/a`,
    dir,
  );
  for (const index of [1, 2, 3]) {
    const run = await runAsUser(["mirror", "--json", `--shard=${index}/3`, "s", "d"], dir);
    Deno.writeTextFileSync(`${dir}/${index}.json`, run.stdout);
  }
  const one = JSON.parse(lastLine(await runAsUser(["mirror", "--json", "s", "one"], dir)));
  const { code, stdout, stderr } = await runFerry(["report", "1.json", "2.json", "3.json"], dir);
  assertEquals(code, 1);
  assertMatch(stdout, /^mirror 's' 'd' in 3 shards\n/);
  assertMatch(
    stderr,
    /cannot open folder 's\/closed': Permission denied \(EACCES\) \[all shards\]\n/,
  );
  assertMatch(stderr, /cannot open 's\/secret': Permission denied \(EACCES\) \[shard [123]\]\n/);
  const merged = await runFerry(["report", "--json", "1.json", "2.json", "3.json"], dir);
  const { shards: _, errors, ...sum } = JSON.parse(lastLine(merged));
  const { errors: alone, ...expected } = one;
  // A folder that one shard has changed and stamped may be right by then for the one that it belongs to.
  const { dest, duration_ms, ended_at, metadata_updated } = sum;
  assertEquals(sum, { ...expected, dest, duration_ms, ended_at, metadata_updated });
  assertEquals(new Set(errors.map(keyOf)), new Set(alone.map(keyOf)));
});

function lastLine({ stdout }: Outcome): string {
  return stdout.trimEnd().split("\n").at(-1)!;
}

function keyOf({ op, path, code }: Record<string, string>): string {
  return `${op} ${path} ${code}`;
}
