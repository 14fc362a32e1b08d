// What --confirm shows, and that the limit it holds a run to is what --max-delete counts, on random trees.

import { assert, assertEquals } from "@std/assert";
import type { RunEvent } from "../../lib/events.ts";
import { mirror } from "../support/runs.ts";
import { WhatGoes } from "../../lib/cli/what_goes.ts";
import { toBytes } from "../../lib/cli/text.ts";
import { operation, textOf } from "./fixtures.ts";

const KINDS = ["none", "file", "other", "folder", "symlink"] as const;

/** Makes an entry of one of the kinds. */
function make(path: string, kind: typeof KINDS[number], depth: number, random: () => number): void {
  switch (kind) {
    case "file":
      return Deno.writeTextFileSync(path, "x");
    case "other":
      return Deno.writeTextFileSync(path, "other");
    case "symlink":
      return Deno.symlinkSync(`to-${Math.floor(random() * 2)}`, path);
    case "folder":
      Deno.mkdirSync(path);
      for (let i = 0; i < 3 && depth < 3; i++) {
        make(`${path}/${i}`, KINDS[Math.floor(random() * KINDS.length)], depth + 1, random);
      }
  }
}

function randomFrom(seed: number): () => number {
  return () => (seed = (seed * 1103515245 + 12345) % 2 ** 31) / 2 ** 31;
}

Deno.test("WhatGoes: a run may delete as much as its preview shows, and no less", async () => {
  const random = randomFrom(5);
  const dir = Deno.makeTempDirSync({ dir: "/dev/shm", prefix: "ferry-goes-" });
  try {
    let limited = 0;
    for (let i = 0; i < 40; i++) {
      for (const side of ["s", "t"]) {
        Deno.mkdirSync(`${dir}/${i}${side}`);
        for (let j = 0; j < 5; j++) {
          make(`${dir}/${i}${side}/${j}`, KINDS[Math.floor(random() * 5)], 0, random);
        }
      }
      const [source, dest] = [`${dir}/${i}s`, `${dir}/${i}t`];
      if ([...Deno.readDirSync(source)].length === 0) continue;
      const going = new WhatGoes({ dest });
      const onEvent = (event: RunEvent) => void (event.type === "operation" && going.add(event));
      const options = { allowEmptySource: true };
      await mirror(source, dest, { ...options, dryRun: true, reportOperations: true, onEvent });
      const run = (amount: number) =>
        mirror(source, dest, { ...options, maxDelete: { amount, unit: "entries" } });
      if (going.limit > 0) {
        assertEquals((await run(going.limit - 1)).outcome, "stopped", `tree ${i}`);
        limited++;
      }
      assertEquals((await run(going.limit)).outcome, "done", `tree ${i}`);
    }
    assert(limited > 20, `only ${limited} trees had anything to delete`);
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
});

Deno.test("WhatGoes: counts, sizes and the first ten names", () => {
  const going = new WhatGoes({ dest: "/nowhere" });
  going.add(operation({ op: "copy", path: toBytes("new") }));
  going.add(operation({ op: "update-metadata", path: toBytes("kept") }));
  assert(going.isNothing);
  going.add(operation({ op: "replace", path: toBytes("a\nb"), size: 2048, replaces: "file" }));
  going.add(
    operation({
      op: "make-folder",
      path: toBytes("d"),
      size: 0,
      replaces: "file",
      entryType: "folder",
    }),
  );
  for (let i = 0; i < 10; i++) going.add(operation({ op: "delete", path: toBytes(`x${i}`) }));
  assertEquals(going.limit, 11);
  assertEquals(
    textOf(going.text(true)),
    [
      "ferry: this run would delete 10 entries (0 B) and replace 2 (by 2.0 KiB) in '/nowhere':",
      "  replace $'a\\nb'",
      "  replace 'd'",
      ...Array.from({ length: 8 }, (_, i) => `  delete 'x${i}'`),
      "  and 2 more",
      "",
    ].join("\n"),
  );
});
