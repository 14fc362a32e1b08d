// Shards as machines run them: processes at once, which do not see each other's process numbers, of which some are killed at a
// random moment or at one of their changes and started again; by root and by an ordinary user. FERRY_SEED repeats a run.

import { assertEquals } from "@std/assert";
import { ferryCommand, ferryUnder } from "../support/ferry.ts";
import { start } from "../support/ferry_process.ts";
import { mountAll, needsPrograms, needsRoot } from "../support/mounts.ts";
import { cannotSwitchUser, USER, userCommand } from "../support/ordinary_user.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";
import { type Draw, rounds, seedOfRun, tell } from "../support/torture.ts";
import { type Case, comparable, judgeCase, makeCase } from "./case.ts";
import { type CommandLine, ofProcess, shardsApart, type Started } from "./runs.ts";

const COUNTS = [2, 3, 7];
const mounts = mountAll(makeScratch("ferry-shards-"));
const missingOnExt4 = needsRoot() ?? needsPrograms("chattr", "lsattr") ?? mounts.ext4.reason;
const programs = needsPrograms("rsync", "getfattr", "setfattr", "strace", "unshare");
/** All that changes a target but the bytes. */
const CHANGES = "mkdirat,linkat,renameat,renameat2,unlinkat,symlinkat,mknodat," +
  "fchmod,fchmodat,?fchmodat2,fchownat,utimensat";
/** With numbers of processes that are its own. */
const IN_CONTAINER = ["unshare", "--pid", "--fork", "--kill-child=SIGKILL"];
/** Milliseconds of a run from its start on. */
const WHOLE_MS = 600;

for (const who of ["root", "user"] as const) {
  const runs = Number(Deno.env.get("FERRY_RUNS") ?? rounds(1, 7));
  const missing = who === "root" ? needsRoot() : cannotSwitchUser;
  testOrSkip(
    `shards by ${who}: ${runs} times at once, some killed and run again, they make what one run makes`,
    missing ?? programs,
    async () => {
      const seed = seedOfRun() + (who === "root" ? 1000 : 2000);
      const ferry = who === "root" ? ferryCommand() : userCommand();
      let killed = 0;
      for (let run = 0; run < runs; run++) {
        await withScratch(async (dir) => {
          if (who === "user") sh(`chown ${USER}:${USER} .`, dir);
          killed += await tryCase(makeCase(dir, seed + run, who === "user"), ferry);
        });
      }
      tell(`shards: by ${who}: ${runs} times processes at once, ${killed} killed and run again`);
    },
  );
}

for (const [where, missing] of [["beside", null], ["elsewhere", missingOnExt4]] as const) {
  testOrSkip(
    `shards at once: files that make way for folders have one backup, ${where}, whoever makes the folder`,
    missing,
    () =>
      withScratch(async (dir) => {
        const backups = where === "beside" ? `${dir}/b` : `${mounts.ext4.path}/b`;
        sh(
          "mkdir s t; for i in $(seq 200); do mkdir s/$i; echo $i >s/$i/f; echo old$i >t/$i; done",
          dir,
        );
        const command = ["mirror", "--backup-dir", backups, `${dir}/s`, `${dir}/t`];
        const { errors, code, counts } = await shardsApart(ferryCommand(), command, 6, () => ({}));
        assertEquals([errors, code, counts.filesCopied], [[], 0, 200]);
        assertEquals(sh(`cat ${backups}/* | grep -c old; diff -r s t`, dir).trim(), "200");
        assertEquals(leftovers(backups), "");
      }),
  );
}

testOrSkip(
  "shards at once: folders that one locks when it is done are unlocked by those that are not",
  missingOnExt4,
  async () => {
    const dir = `${mounts.ext4.path}/locked`;
    sh(`mkdir -p ${dir}/s/i ${dir}/s/a ${dir}/t`);
    sh(
      "for i in $(seq 90); do echo $i >s/i/$i; echo $i >s/a/$i; done; chattr +i s/i; chattr +a s/a",
      dir,
    );
    try {
      const command = ["mirror", `${dir}/s`, `${dir}/t`];
      const { errors, code } = await shardsApart(ferryCommand(), command, 5, () => ({}));
      assertEquals([errors, code], [[], 0]);
      assertEquals(sh("diff -r s t; lsattr -d t/i t/a | grep -c '[ia]-.* '", dir).trim(), "2");
    } finally {
      sh("chattr -f -i s/i t/i; chattr -f -a s/a t/a; true", dir);
    }
  },
);

testOrSkip(
  "a folder that one shard has locked, and another unlocked again since it was in the way: the entry is tried again",
  missingOnExt4 ?? needsPrograms("strace"),
  async () => {
    const dir = `${mounts.ext4.path}/unlocked`;
    const folder = `${dir}/t/i`;
    sh(`mkdir -p ${dir}/s/i ${folder}; echo new >${dir}/s/i/f; chattr +i ${dir}/s/i`);
    try {
      const inject = ["-P", folder, "-e", "inject=openat:error=EPERM:when=1..2"];
      const refused = ["strace", "-f", "-qq", "-o", `${dir}/log`, ...inject];
      const command = ["mirror", "-j1", "--shard", "1/1", `${dir}/s`, `${dir}/t`];
      const { code, stderr } = await ferryUnder(refused, ...command);
      assertEquals([code, stderr], [0, ""]);
      assertEquals(sh("grep -c INJECTED log; cat t/i/f", dir).trim(), "2\nnew");
    } finally {
      sh(`chattr -f -i ${dir}/s/i ${dir}/t/i; true`);
    }
  },
);

/** How many shards were killed. */
async function tryCase(made: Case, ferry: readonly string[]): Promise<number> {
  const { draw } = made;
  const one = await runOne(ferry, made.command("one"));
  const count = draw.of(COUNTS);
  const ways = Array.from({ length: count }, () => drawStart(draw));
  const many = await shardsApart(ferry, made.command("many"), count, (index) => ways[index - 1]);
  const told = `${made.told}: ${count} shards ${JSON.stringify(ways)}`;
  assertEquals([many.errors.map(sameTarget), many.code], [one.errors.toSorted(), one.code], told);
  await judgeCase({ ...made, told }, one.code === 0);
  if (many.killed === 0) assertEquals(comparable(many, made), comparable(one, made), told);
  const [again, afterwards] = [
    await runOne(ferry, made.command("one")),
    await runOne(ferry, made.command("many")),
  ];
  assertEquals(afterwards.counts, again.counts, `${told}: one run afterwards`);
  return many.killed;
}

async function runOne(ferry: readonly string[], [verb, ...args]: CommandLine) {
  return ofProcess(await start([...ferry, verb, "--json", ...args]).finished);
}

function sameTarget(error: string): string {
  return error.replace("/many/t", "/one/t");
}

/** How a shard is started, and whether and when it is killed. */
function drawStart(draw: Draw): Started {
  const place = draw.of([[], IN_CONTAINER, elsewhere(draw.below(1000))]);
  switch (draw.below(4)) {
    case 0:
      return { prefix: place, killedAfterMs: WHOLE_MS / 5 + draw.below(WHOLE_MS) };
    case 1: {
      const kill = `inject=${CHANGES}:signal=SIGKILL:when=${1 + draw.below(40)}`;
      const trace = ["-fqq", "-o", "/dev/null", "-e", `trace=${CHANGES}`, "-e", kill];
      return { prefix: [...place, "strace", ...trace] };
    }
    default:
      return { prefix: place };
  }
}

/** As on another machine: with other numbers of processes, and another name. */
function elsewhere(machine: number): string[] {
  const named = 'hostname "$0"; exec "$@"';
  return [...IN_CONTAINER, "unshare", "--uts", "sh", "-c", named, `machine${machine}`];
}
