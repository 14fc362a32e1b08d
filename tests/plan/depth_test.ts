// `--max-depth`: what lies deeper is as if it were excluded by `/*/*`, which rsync is asked for.

import { assertEquals } from "@std/assert";
import type { OperationEvent } from "../../lib/events.ts";
import { type RunOptions, verify } from "../support/runs.ts";
import { depthOf, withinDepth } from "../../lib/plan/depth.ts";
import { runLibrary } from "../support/ferry.ts";
import { judge } from "../support/judge.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { noRsync } from "./filtered_tree.ts";

Deno.test("withinDepth: the root is at no depth, and an inner filter still counts", () => {
  const filter = withinDepth(2, { excludes: (path) => path === "no" })!;
  const paths = ["", "a", "no", "a/b", "a/b/c"];
  assertEquals(paths.filter((path) => filter.excludes(path, true)), ["no", "a/b/c"]);
  assertEquals(withinDepth(null, null), null);
});

Deno.test("depthOf: counts the levels below the root", () => {
  const depth = (text: string) => depthOf(new TextEncoder().encode(text));
  assertEquals(["", "a", "a/b", "aa/bb/cc"].map(depth), [0, 1, 2, 3]);
});

const TREE = `mkdir -p s/{a/{b/c,e},f} d/{a/{b/{c,old},x},gone/{deep,empty},flat}
  touch s/{1,a/{2,b/{3,c/4}}} d/{a/b/{3,c/5},gone/deep/6,flat/7}
  chmod 711 s/a/b; chmod 750 s/f; find s d -exec touch -d @1400000000 {} +; touch -d @1500000000 s/a/b`;

/** Names in a folder; modes and times of what the source has, too. */
const found = (folder: string, dir: string) =>
  sh(
    `cd ${folder}; find . -mindepth 1 -printf '%p ' | tr ' ' '\\n' | sort
    stat -c '%n %a %Y' 1 a a/b f 2>/dev/null || :`,
    dir,
  );

for (const depth of [1, 2, 3]) {
  for (
    const options of [{}, { delete: false }, { deleteExcluded: true }, { pruneEmptyDirs: true }]
  ) {
    const name = `max-depth ${depth} ${JSON.stringify(options)}: a mirror leaves what rsync leaves`;
    testOrSkip(name, noRsync, async () => {
      await withScratch(async (dir) => {
        sh(`${TREE}; cp -a d r`, dir);
        const asked: RunOptions = { maxDepth: depth, ...options };
        const dry = await runLibrary("mirror", `${dir}/s`, `${dir}/d`, { ...asked, dryRun: true });
        const real = await runLibrary("mirror", `${dir}/s`, `${dir}/d`, asked);
        const flags = [
          `--exclude='${"/*".repeat(depth + 1)}'`,
          options.delete === false ? "" : "--delete",
          options.deleteExcluded ? "--delete-excluded" : "",
          options.pruneEmptyDirs ? "-m" : "",
        ];
        sh(`rsync -a ${flags.join(" ")} s/ r/ >rsync.log`, dir);
        assertEquals(real.summary.outcome, "done");
        assertEquals(namesOf(found("d", dir)), namesOf(found("r", dir)));
        assertEquals(operations(dry.events), operations(real.events));
        const again = await runLibrary("mirror", `${dir}/s`, `${dir}/d`, asked);
        assertEquals(operations(again.events), []);
        const verified = await verify(`${dir}/s`, `${dir}/d`, {
          ...asked,
          ignoreExtra: options.delete === false,
        });
        assertEquals(verified.outcome, "done");
      });
    });
  }
}

/** Of folders in which something was deleted the times are those of the deletion. */
function namesOf(text: string): string[] {
  return text.split("\n").map((line) => line.replace(/ 1[6-9]\d{8}$/, ""));
}

function operations(events: readonly { type: string }[]): string[] {
  return events.filter((event) => event.type === "operation").map((event) => {
    const { op, path } = event as OperationEvent;
    return `${op} ${new TextDecoder().decode(path)}`;
  }).sort();
}

testOrSkip(
  "max-depth: a new target has folders at the limit with their metadata",
  noRsync,
  async () => {
    await withScratch(async (dir) => {
      sh(
        `${TREE}; mkdir few; touch few/{1..40}; mv few s/a/b/; touch -d @1500000000 s/a/b; rm -r d`,
        dir,
      );
      await runLibrary("copy", `${dir}/s`, `${dir}/d`, { maxDepth: 2 });
      sh("find s -mindepth 3 -delete; touch -d @1500000000 s/a/b", dir);
      assertEquals(await judge(`${dir}/s`, `${dir}/d`), []);
    });
  },
);
