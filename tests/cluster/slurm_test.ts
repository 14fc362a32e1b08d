// A Slurm job array mirrors 100,000 files by scripts/cluster/slurm.sh, and a task of it is queued again while it works; rsync
// and ferry judge what all have made of it, and `ferry report` adds up what they have said.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { ferryCommand } from "../support/ferry.ts";
import { runFerry } from "../support/ferry_process.ts";
import { ROOT } from "../support/documents.ts";
import { sh } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";
import { noSlurm, Slurm } from "../support/slurm.ts";

const SCRIPT = `${ROOT}scripts/cluster/slurm.sh`;
const SHARDS = 8, REQUEUED = 3;
const FOLDERS = 1000, FILES_EACH = 100;
/** Characters of output after which a task has done about a fifth of its work. */
const PART = 200_000;
/** All have to end in that time, on a machine that is busy, too. */
const LIMIT_MS = 240_000;

/** Files, a link to each folder's first, and in DEST what is to go, and to be replaced. */
function makeTrees(dir: string): void {
  for (let folder = 0; folder < FOLDERS; folder++) {
    const path = `${dir}/src/${folder % 10}/${folder}`;
    Deno.mkdirSync(path, { recursive: true });
    for (let file = 0; file < FILES_EACH; file++) {
      Deno.writeTextFileSync(`${path}/${file}`, `${folder} ${file}`);
    }
    Deno.linkSync(`${path}/0`, `${path}/name`);
    Deno.symlinkSync("0", `${path}/symlink`);
  }
  sh(
    `mkdir -p dst/3/3 dst/extra/deep dst/4
     echo old >dst/3/3/5; echo extra | tee dst/3/3/extra dst/extra/deep/file dst/4/404 >dst/extra/file
     chmod 750 src/5; setfacl -m u:1234:r src/6/6/6; printf '\\377' | xargs -0 -I{} touch src/7/{}
     find src -depth -type d -exec touch -d '2001-02-03 04:05:06.789' {} +`,
    dir,
  );
}

testOrSkip(
  "Slurm: an array of 8 mirrors 100,000 files, one task of it queued again",
  noSlurm(),
  async (t) => {
    const dir = makeScratch("ferry_slurm_");
    const say = (text: string) => console.log(text.replaceAll(dir, "…").trimEnd());
    Deno.mkdirSync(`${dir}/slurm`);
    Deno.mkdirSync(`${dir}/jobs`);
    makeTrees(dir);
    await using slurm = await Slurm.start(`${dir}/slurm`);
    const env = { FERRY: ferryCommand().join(" "), FERRY_NO_CONFIG: "1" };
    const run = async (...words: string[]) => {
      const { code, stdout, stderr } = await slurm.run(words, { cwd: `${dir}/jobs`, env });
      say(`$ ${words.join(" ")}\n${stdout}${stderr}`);
      return { code, stdout, stderr };
    };
    const isOver = async () => (await slurm.run(["squeue", "-h"])).stdout.trim() === "";
    const output = (job: string, shard: number, end = "json") =>
      Deno.readTextFileSync(`${dir}/jobs/ferry-${job}_${shard}.${end}`);
    let job = "";

    await t.step("the array runs, and a task that was under way is queued again", async () => {
      const roots = [`${dir}/src`, `${dir}/dst`];
      const array = `--array=1-${SHARDS}`;
      const { stdout } = await run(
        "sbatch",
        array,
        SCRIPT,
        "mirror",
        "-v",
        ...roots,
      );
      job = /^Submitted batch job (\d+)$/m.exec(stdout)![1];
      await slurm.until("the task has done a part of its work", () => {
        try {
          return Promise.resolve(output(job, REQUEUED).length > PART);
        } catch {
          return Promise.resolve(false);
        }
      }, LIMIT_MS);
      await run("squeue", "--array", "-o", "%.8i %.12j %.3t %.6M %R");
      assertEquals((await run("scontrol", "requeue", `${job}_${REQUEUED}`)).code, 0);
      await slurm.until("it waits", async () => {
        const { stdout } = await slurm.run(["scontrol", "show", "job", `${job}_${REQUEUED}`]);
        return /Restarts=1/.test(stdout);
      }, LIMIT_MS);
      await run("squeue", "--array", "-o", "%.8i %.12j %.3t %.6M %R");
      await slurm.until("all have ended", isOver, LIMIT_MS);
      const { stdout: jobs } = await slurm.run(["scontrol", "show", "job", job, "--oneliner"]);
      const states = [...jobs.matchAll(/JobState=(\w+)/g)].map(([, state]) => state);
      assertEquals(states, Array(SHARDS).fill("COMPLETED"));
      assertMatch(
        output(job, 1, "log"),
        new RegExp(`^shard 1 on .* report ferry-${job}_\\*\\.json\n`),
      );
    });

    await t.step(
      "rsync and ferry find no difference, not in a time of a folder either",
      async () => {
        const rsync = "rsync -aHAX --delete --checksum --modify-window=-1 -ni src/ dst/";
        say(`$ ${rsync}`);
        assertEquals(sh(rsync, dir), "");
        const verified = await runFerry(["verify", "src", "dst"], dir);
        say(`$ ferry verify src dst\n${verified.stdout}`);
        assertEquals([verified.code, verified.stderr], [0, ""]);
        const again = await runFerry(["mirror", "-v", "src", "dst"], dir);
        assertMatch(again.stdout, /^nothing to do, [\d,]+ unchanged/);
      },
    );

    await t.step("ferry report adds up what all have said", async () => {
      const files = Array.from({ length: SHARDS }, (_, i) => `ferry-${job}_${i + 1}.json`);
      const shown = await runFerry(["report", "-v", ...files], `${dir}/jobs`);
      say(`$ ferry report -v ferry-${job}_*.json\n${shown.stdout}${shown.stderr}`);
      const { code, stdout } = await runFerry(["report", "--json", ...files], `${dir}/jobs`);
      const { shards, ...sum } = JSON.parse(stdout.trimEnd().split("\n").at(-1)!);
      assertEquals([code, sum.outcome, sum.error_count], [0, "done", 0]);
      assertEquals([shards.count, shards.told, shards.missing], [SHARDS, SHARDS, []]);
      assertEquals(shards.again, [REQUEUED]);
      const one = await runFerry(["mirror", "-n", "--json", "src", "dst"], dir);
      const { entries_seen } = JSON.parse(one.stdout);
      assertEquals([sum.entries_seen, shards.listed], [entries_seen, [entries_seen, entries_seen]]);
      // Second names that the task had made before it was queued again are unchanged files as well.
      const { files_copied, files_replaced, files_unchanged } = sum;
      const more = files_copied + files_replaced + files_unchanged - FOLDERS * FILES_EACH - 1;
      assert(more >= 0 && more <= FOLDERS, `${more} more files than there are`);
      assert(shards.balance.entries < 1.05, `balance ${shards.balance.entries}`);
    });

    await t.step(
      "the script submits itself, and a shard that finds a difference fails",
      async () => {
        sh("echo other >dst/8/8/8", dir);
        const { stdout, stderr } = await slurm.run([SCRIPT, "verify", `${dir}/src`, `${dir}/dst`], {
          cwd: `${dir}/jobs`,
          env: { ...env, SHARDS: "2" },
        });
        say(`$ SHARDS=2 ${SCRIPT} verify ${dir}/src ${dir}/dst\n${stdout}${stderr}`);
        const [, number, command] = /^submitted job (\d+); when it has ended: (.*)$/m.exec(stdout)!;
        await slurm.until("both have ended", isOver, LIMIT_MS);
        const report = await run("bash", "-c", command);
        assertEquals(report.code, 3);
        assertMatch(report.stdout, /, 2 differences in /);
        assertMatch(report.stderr, /^ferry: shard [12] ended with exit code 3 \(different\)\n$/);
        assertMatch(command, new RegExp(` report ferry-${number}_\\*\\.json$`));
      },
    );
  },
);

Deno.test("slurm.sh: without a source and a target it says how it is called", async () => {
  const { code, stderr } = await new Deno.Command(SCRIPT, { args: ["mirror"] }).output();
  assertEquals(code, 2);
  assertMatch(new TextDecoder().decode(stderr), /^usage: sbatch --array=1-N .*slurm\.sh mirror/);
});
