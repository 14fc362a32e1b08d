// A source that does not hold still. The run is stopped by a signal while the file is open, the file is
// changed, and the run goes on: it copies the file once more. One that has vanished or become something else
// is named, exit 5. Sources that change again and again: tests/file_systems/changing_source_test.ts.

import { assert, assertEquals } from "@std/assert";
import type { Outcome } from "../support/ferry.ts";
import { startFerry, whileOneIsOpen, whileReading } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";

const SIZE = 256 * 1024 * 1024;

interface Change {
  readonly name: string;
  /** Run in the source's folder while `large` is being copied. */
  readonly script: string;
}

const CHANGES: readonly Change[] = [
  { name: "shrinks", script: `truncate -s ${SIZE / 4} large` },
  { name: "shrinks to nothing", script: ": >large" },
  { name: "grows", script: "echo more >>large" },
  {
    name: "is overwritten",
    script: "echo new | dd of=large bs=1 seek=1000 conv=notrunc status=none",
  },
];

for (const existing of [false, true]) {
  const how = existing ? "replace" : "copy";
  for (const { name, script } of CHANGES) {
    Deno.test(`${how}: a source file that ${name} is copied once more`, async () => {
      await withScratch(async (dir) => {
        const { code, stderr } = await copyWhile(dir, existing, script);
        assertEquals([code, stderr], [0, ""]);
        assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
      });
    });
  }

  Deno.test(`${how}: a source file that vanishes while it is open is copied whole`, async () => {
    await withScratch(async (dir) => {
      const { code, stderr } = await copyWhile(dir, existing, "ln large ../kept; rm large");
      assertEquals(code, 0, stderr);
      sh("cmp kept t/large", dir);
    });
  });

  Deno.test(`${how}: a source file that vanishes before it is opened is named, exit 5`, async () => {
    await withScratch(async (dir) => {
      const { finished, open, closed } = await copyTwo(dir, existing, (path) => `rm ${path}`);
      assertEquals(finished.code, 5, finished.stderr);
      const { stderr } = finished;
      assert(stderr.includes(`'s/${closed}'`) && stderr.includes("ENOENT"), stderr);
      sh(`cmp s/${open} t/${open}`, dir);
    });
  });

  Deno.test(`${how}: a source file that becomes a FIFO is named and not read, exit 5`, async () => {
    await withScratch(async (dir) => {
      const change = (path: string) => `rm ${path}; mkfifo ${path}`;
      const { finished: { code, stderr }, closed } = await copyTwo(dir, existing, change);
      assertEquals(code, 5, stderr);
      assert(stderr.includes(`/${closed}'`) && stderr.includes("SOURCE_CHANGED"), stderr);
    });
  });
}

/** Mirrors two large files with one worker, and changes the second while the first is being copied. */
async function copyTwo(dir: string, existing: boolean, change: (path: string) => string) {
  sh(`mkdir s t; head -c ${SIZE} /dev/urandom >s/one; head -c ${SIZE} /dev/urandom >s/two`, dir);
  if (existing) sh("echo old >t/one; echo old >t/two", dir);
  const ferry = startFerry(["mirror", "-j1", "s", "t"], dir);
  const names = { open: "", closed: "" };
  await whileOneIsOpen(ferry, [`${dir}/s/one`, `${dir}/s/two`], (open, closed) => {
    sh(change(closed), dir);
    names.open = open.slice(open.lastIndexOf("/") + 1);
    names.closed = closed.slice(closed.lastIndexOf("/") + 1);
  });
  return { finished: await ferry.finished, ...names };
}

/** Mirrors a folder of a large file and another one, and changes the source meanwhile. */
async function copyWhile(dir: string, existing: boolean, script: string): Promise<Outcome> {
  // The large file is made last and first: tmpfs lists the newest entry first, others the first.
  sh(`mkdir s t; echo other >s/other; head -c ${SIZE} /dev/urandom >s/large`, dir);
  if (existing) sh("echo old >t/large; echo old >t/other", dir);
  const ferry = startFerry(["mirror", "-j1", "s", "t"], dir);
  await whileReading(ferry, `${dir}/s/large`, () => void sh(script, `${dir}/s`));
  const finished = await ferry.finished;
  assertEquals(leftovers(`${dir}/t`), "");
  return finished;
}
