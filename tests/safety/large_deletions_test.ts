// Trees that are to go and are so large that several threads empty their folders: the same things go and stay,
// are told and counted, as where one thread does it all.

import { assert, assertEquals } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { needsRoot } from "../support/mounts.ts";
import { cannotSwitchUser, runAsUser, USER } from "../support/ordinary_user.ts";
import { look, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { ferryTraced } from "../support/trace.ts";

/** `s`, and `t` with 2,000 entries more: folders in folders, of every type, links that lead out, an empty folder. */
const SIDES =
  `mkdir -p s/kept/below t/kept/{below,extra} outside; echo x | tee s/a s/kept/b >/dev/null
  echo precious >outside/file; cp -a s/. t; ln -s ../../outside t/kept/extra/out; ln -s /nowhere t/gone
  for d in t/kept/extra/{1..10}/{x,y} t/extra/{1..5}/deep/{x,y}; do
    mkdir -p $d; (cd $d; head -c 640 /dev/urandom | split -b 10 -a 3 -d -; ln -s $OLDPWD/outside/file l; mkfifo p)
  done; mkdir t/extra/empty; ln outside/file t/extra/1/hard`;

for (const flags of [["-j1"], ["-j2"], ["-j4"]]) {
  Deno.test(`mirror ${flags}: what a large tree loses is told once, counted, and nothing else goes`, async () => {
    await withScratch(async (dir) => {
      sh(SIDES, dir);
      const outside = look(`${dir}/outside`);
      const extra = sh(
        "find t/kept/extra t/extra t/gone -printf '%P %p\\n' | cut -d' ' -f2 | cut -c3-",
        dir,
      );
      const { code, stdout, stderr } = await runFerry(
        ["mirror", "--json", "-v", ...flags, "s", "t"],
        dir,
      );
      assertEquals([code, stderr], [0, ""]);
      const events = stdout.trim().split("\n").map((line) => JSON.parse(line));
      const told = events.filter(({ op, type }) => type === "operation" && op === "delete")
        .map(({ path }) => path);
      const gone = extra.trim().split("\n");
      assertEquals(told.toSorted(), gone.toSorted());
      assertEquals(events.at(-1).deleted, gone.length);
      assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
      // One name less of a file is all that may show.
      assertEquals(withoutCounts(look(`${dir}/outside`)), withoutCounts(outside));
    });
  });
}

/** Without what a link that goes changes in the file: how many it has, and when that changed. */
function withoutCounts(text: string): string {
  return text.split("\n").map((line) =>
    line.split(" ").filter((_, i) => i !== 4 && i !== 8).join(" ")
  )
    .join("\n");
}

Deno.test("mirror: a dry run of a large deletion tells the same and deletes nothing", async () => {
  await withScratch(async (dir) => {
    sh(SIDES, dir);
    const before = look(`${dir}/t`);
    const told = async (flags: string[]) => {
      const { stdout } = await runFerry(["mirror", "--json", "-v", "-j2", ...flags, "s", "t"], dir);
      return stdout.split("\n").filter((line) => line.includes('"delete"')).toSorted();
    };
    const planned = await told(["--dry-run"]);
    assertEquals(look(`${dir}/t`), before);
    assert(planned.length > 1500);
    assertEquals(planned.map(path), (await told([])).map(path));
  });
});

function path(line: string): string {
  return JSON.parse(line).path;
}

Deno.test("mirror: folders of a large tree that goes are emptied by several threads", async () => {
  await withScratch(async (dir) => {
    sh(
      "mkdir s; echo x >s/a; mkdir -p t/{1..40}; for d in t/*; do (cd $d; head -c 6000 /dev/urandom | split -b 10 -a 3 -d -); done",
      dir,
    );
    const watch = { calls: "unlinkat", below: "" };
    const { code, calls } = await ferryTraced(watch, "mirror", "-j2", `${dir}/s`, `${dir}/t`);
    assertEquals([code, await judge(`${dir}/s`, `${dir}/t`)], [0, []]);
    assertEquals(calls.length, 40 * 600 + 40);
    assert(new Set(calls.map(({ thread }) => thread)).size > 1);
  });
});

testOrSkip(
  "mirror: the source, bound into a large tree that goes, is left alone",
  needsRoot(),
  async () => {
    await withScratch(async (dir) => {
      sh(`${SIDES}; mkdir t/kept/extra/bound; mount --bind s t/kept/extra/bound`, dir);
      const before = look(`${dir}/s`);
      const { code, stderr } = await runFerry(["mirror", "-j2", "s", "t"], dir);
      assertEquals(code, 1);
      assert(stderr.includes("SAME_FILE"), stderr);
      assertEquals(look(`${dir}/s`), before);
    });
  },
);

testOrSkip(
  "mirror: a user's large tree goes whatever the modes of its folders",
  cannotSwitchUser,
  async () => {
    await withScratch(async (dir) => {
      sh(
        `${SIDES}; chmod 0 t/kept/extra/1/x; chmod 555 t/kept/extra/2/x; chmod 444 t/kept/extra/3
       chown -hR ${USER}:${USER} .`,
        dir,
      );
      const { code, stderr } = await runAsUser(["mirror", "-j2", "s", "t"], dir);
      assertEquals([code, stderr], [0, ""]);
      assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
    });
  },
);

testOrSkip(
  "mirror as an ordinary user: a folder that stays for what is excluded in it has its mode again",
  cannotSwitchUser,
  async () => {
    await withScratch(async (dir) => {
      sh(
        `${SIDES}; touch t/kept/extra/{1,2}/x/keep; chmod 555 t/kept/extra/{1,2}/x
        chown -hR ${USER}:${USER} .`,
        dir,
      );
      const args = ["mirror", "-j2", "--exclude=keep", "s", "t"];
      const { code, stderr } = await runAsUser(args, dir);
      assertEquals([code, stderr], [0, ""]);
      const left = sh("find t/kept/extra -mindepth 2 -printf '%m %p\\n' | sort -k2", dir).trim();
      assertEquals(left.split("\n").filter((line) => !line.endsWith("/keep")), [
        "555 t/kept/extra/1/x",
        "555 t/kept/extra/2/x",
      ]);
    });
  },
);

for (const flags of [["-j1"], ["-j2"]]) {
  testOrSkip(
    `mirror ${flags}: what has a mount in it stays whole beside a large tree that goes`,
    needsRoot(),
    async () => {
      await withScratch(async (dir) => {
        sh(
          `${SIDES}; cp -a t/kept/extra t/kept/other; mkdir t/kept/small; touch t/kept/small/f`,
          dir,
        );
        sh(
          "for d in extra/1/x/in small/in; do mkdir t/kept/$d; mount --bind outside t/kept/$d; done",
          dir,
        );
        const lookAt = (name: string) => withoutCounts(look(`${dir}/t/kept/${name}`));
        const before = ["extra/1", "small"].map(lookAt);
        const { code, stderr } = await runFerry(["mirror", ...flags, "s", "t"], dir);
        assertEquals([code, stderr.match(/Another file system begins there/g)?.length], [1, 2]);
        assertEquals(["extra/1", "small"].map(lookAt), before);
        assertEquals(sh("ls t/kept", dir), "b\nbelow\nextra\nsmall\n");
      });
    },
  );
}

for (const rule of ["P /kept/extra", "- /kept/extra", ": .rules"]) {
  Deno.test(`mirror -j2 --filter '${rule}': of large trees goes what rsync deletes`, async () => {
    await withScratch(async (dir) => {
      sh(
        `${SIDES}; rm -r t/kept/extra/*/*/p; cp -a t/kept/extra t/kept/other
        echo '- f??5' | tee s/kept/.rules >t/kept/.rules; touch t/kept/extra/1/x/f005 t/kept/other/2/f125
        cp -a t judged; rsync -aH --delete --filter='${rule}' s/ judged`,
        dir,
      );
      const { code, stderr } = await runFerry(["mirror", "-j2", "--filter", rule, "s", "t"], dir);
      assertEquals([code, stderr], [0, ""]);
      assertEquals(sh("cd t; find . | sort", dir), sh("cd judged; find . | sort", dir));
    });
  });
}

Deno.test("mirror -j2: a folder that is empty in the source loses its many entries", async () => {
  await withScratch(async (dir) => {
    sh("mkdir -p s/empty t/empty; touch s/a; touch t/empty/{1..300}", dir);
    const { code, stderr } = await runFerry(["mirror", "-j2", "s", "t"], dir);
    assertEquals([code, stderr, await judge(`${dir}/s`, `${dir}/t`)], [0, "", []]);
  });
});
