// Temporary names that a shard finds in the target: another run may be about to give the entry its name, or was killed.

import { assert, assertEquals } from "@std/assert";
import { createRunToken } from "../../lib/copy/target/temporary_names.ts";
import { sh, withScratch } from "../support/safety.ts";
import { all, run } from "./shard_runs.ts";

Deno.test("--shard: what another machine's shard is at is left alone, what a killed one has left is not", () =>
  withScratch(async (dir) => {
    sh("mkdir s t; echo a > s/a; touch -d '2001-01-01' s/a", dir);
    const hex = (value: number) => value.toString(16);
    const token = createRunToken({ index: 1, count: 1 });
    const elsewhere = `${token.startsWith("0000") ? "1111" : "0000"}${token.slice(4)}`;
    const name = (mark: string, shard: number) => `.ferry-1-${mark}-${hex(shard * 65536)}-0.tmp`;
    const names = {
      // A process of that number runs on this machine, and holds no lock.
      here: name(token, 2),
      others: name(elsewhere, 2),
      own: name(elsewhere, 1),
    };
    // It has its time already, and lacks its name alone.
    for (const each of Object.values(names)) {
      sh(`cp -p s/a t/${each}; touch -d '2001-01-01' t/${each}`, dir);
    }
    await run("mirror", dir, { shard: "1/3" });
    const left = () =>
      sh("ls -A t", dir).trim().split("\n").filter((each) => each.startsWith(".ferry"));
    assertEquals(left(), [names.others]);
    assertEquals(
      await run("verify", dir, { shard: "1/3" }).then(({ summary }) => summary.differences),
      0,
    );
    await run("mirror", dir, { shard: "2/3" });
    assertEquals(left(), []);
  }));

Deno.test("--shard: a link that another shard of this machine is about to give its name is left alone", () =>
  withScratch(async (dir) => {
    sh("mkdir s t; echo a > s/a; ln s/a s/b; ln -s a s/l", dir);
    await all("mirror", dir, 2);
    const living = new Deno.Command("sleep", { args: ["60"] }).spawn();
    const name = `.ferry-${living.pid.toString(16)}-${createRunToken({ index: 1, count: 1 })}`;
    const make = `ln t/a t/${name}-10000-0.tmp; ln -s a t/${name}-10000-1.tmp; ` +
      `touch -h -d '2001-01-01' s/a t/a t/${name}-10000-1.tmp`;
    const leftovers = () => Number(sh("ls -A t | grep -c ferry || true", dir));
    try {
      sh(make, dir);
      await all("mirror", dir, 3);
      assertEquals(leftovers(), 2);
    } finally {
      living.kill("SIGKILL");
      await living.status;
    }
    await all("mirror", dir, 3);
    assertEquals(leftovers(), 0);
  }));

Deno.test("--shard: what another run of this process is about to give its name is left alone, for a moment", () =>
  withScratch(async (dir) => {
    sh("mkdir s t; echo a > s/a", dir);
    const token = createRunToken({ index: 1, count: 2 });
    const name = `.ferry-${Deno.pid.toString(16)}-${token}-10000-0.tmp`;
    Deno.symlinkSync("a", `${dir}/t/${name}`);
    await run("mirror", dir, { shard: "2/2" });
    assert(sh("ls -A t", dir).includes(name));
    const { now } = Date;
    try {
      Date.now = () => now() + 60_000;
      await run("mirror", dir, { shard: "2/2" });
    } finally {
      Date.now = now;
    }
    assert(!sh("ls -A t", dir).includes(name));
  }));
