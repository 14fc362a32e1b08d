// A run that a script has begun: its events by a loop and by a callback, how it ends, and how it is stopped.

import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  check,
  copy,
  mirror,
  move,
  plan,
  type Run,
  type RunEvent,
  StoppedError,
  UsageError,
  verify,
} from "../../lib/mod.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";

const MANY = 20_000;

function pathsOf(events: readonly RunEvent[]): string[] {
  return events.flatMap((event) =>
    event.type === "operation" ? [`${event.op} ${new TextDecoder().decode(event.path)}`] : []
  ).sort();
}

Deno.test("Run: a loop gets the events that a callback gets, and then there is the summary", async () => {
  await withScratch(async (dir) => {
    sh("mkdir -p s/x; touch s/a s/x/b", dir);
    const told: RunEvent[] = [], looped: RunEvent[] = [];
    const onEvent = (event: RunEvent) => void told.push(event);
    const run = copy(`${dir}/s`, `${dir}/d`, { reportOperations: true, onEvent });
    for await (const event of run) looped.push(event);
    assertEquals(looped, told);
    assertEquals(pathsOf(looped), ["copy a", "copy x/b", "make-folder ", "make-folder x"]);
    assertEquals((await run).filesCopied, 2);
  });
});

Deno.test("Run: a loop that begins too late, or is the second one, is a TypeError", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s", dir);
    const run = copy(`${dir}/s`, `${dir}/d`);
    await run;
    assertThrows(() => run[Symbol.asyncIterator](), TypeError, "in the same turn");
    const other = copy(`${dir}/s`, `${dir}/e`);
    other[Symbol.asyncIterator]();
    assertThrows(() => other[Symbol.asyncIterator](), TypeError, "once");
    await other;
  });
});

Deno.test("Run: leaving the loop early lets the run go on", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s; for i in $(seq 600); do echo $i >s/$i; done", dir);
    const run = copy(`${dir}/s`, `${dir}/d`, { reportOperations: true });
    for await (const _ of run) break;
    assertEquals((await run).filesCopied, 600);
  });
});

Deno.test(`Run: a slow loop is waited for, over ${MANY} files`, async () => {
  await withScratch(async (dir) => {
    sh(
      `mkdir s; for i in $(seq 20); do mkdir s/$i; (cd s/$i; seq ${MANY / 20} | xargs touch); done`,
      dir,
    );
    const run = mirror(`${dir}/s`, `${dir}/d`, { reportOperations: true, jobs: 2 });
    let count = 0, ahead = 0;
    for await (const _ of run) {
      // What is there by now and was not told yet.
      if (++count === 1000) {
        await new Promise((resolve) => setTimeout(resolve, 1000));
        ahead = Number(sh("find d -type f | wc -l", dir)) - count;
      }
    }
    assert(count > MANY, `${count} events`);
    assert(ahead < MANY - 4000, `${ahead} files ahead of the loop`);
    assertEquals((await run).filesCopied, MANY);
  });
});

Deno.test("Run: what it rejects with is thrown by the loop, and the promise need not be awaited", async () => {
  await assertRejects(async () => {
    for await (const _ of copy("/nowhere/a", "/nowhere/b"));
  }, UsageError);
});

Deno.test("Run: a promise in every way", async () => {
  await withScratch(async (dir) => {
    sh("touch a", dir);
    const run = copy(`${dir}/a`, `${dir}/b`);
    assertEquals(await run.then(({ outcome }) => outcome), "done");
    assertEquals((await Promise.all([run]))[0].outcome, "done");
    let ended = 0;
    await run.finally(() => void ended++);
    const caught = await copy(`${dir}/c`, `${dir}/d`).catch((error) => error.code);
    assertEquals([ended, caught, Object.prototype.toString.call(run)], [
      1,
      "ENOENT",
      "[object Run]",
    ]);
  });
});

Deno.test("Run: one that nobody awaits and that fails is an unhandled rejection", () => {
  const script = `import { copy } from "${new URL("../../lib/mod.ts", import.meta.url)}";
    copy("/nowhere/a", "/nowhere/b");`;
  const { code, stderr } = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-check", script],
  }).outputSync();
  const text = new TextDecoder().decode(stderr);
  assert(code === 1 && text.includes("Uncaught (in promise) UsageError"), text);
});

/** Each function, asked to do something on `s` and `d` in a folder. */
const FUNCTIONS: Readonly<
  Record<string, (dir: string, signal: AbortSignal, onEvent: (e: RunEvent) => void) => Run<unknown>>
> = {
  copy: (dir, signal, onEvent) => copy(`${dir}/s`, `${dir}/d`, { ...REPORTED, signal, onEvent }),
  mirror: (dir, signal, onEvent) =>
    mirror(`${dir}/s`, `${dir}/d`, { ...REPORTED, signal, onEvent }),
  move: (dir, signal, onEvent) => move(`${dir}/s`, `${dir}/mnt`, { ...REPORTED, signal, onEvent }),
  verify: (dir, signal, onEvent) =>
    verify(`${dir}/s`, `${dir}/s2`, { ...REPORTED, signal, onEvent }),
  check: (dir, signal, onEvent) => check(new Map(), `${dir}/s`, { signal, onEvent }),
  plan: (dir, signal, onEvent) => plan(`${dir}/s`, `${dir}/d`, { ...REPORTED, signal, onEvent }),
};
const REPORTED = { reportOperations: true };

for (const [name, begin] of Object.entries(FUNCTIONS)) {
  Deno.test(`${name}: an aborted signal rejects with its reason, before and amid the work`, async () => {
    await withScratch(async (dir) => {
      sh(
        "mkdir s mnt; cd s; for i in $(seq 40); do mkdir $i; (cd $i; seq 50 | xargs touch); done",
        dir,
      );
      sh("cp -a s s2; mount -t tmpfs none mnt", dir);
      const before = sh("find . | sort", dir);
      const reason = new Error("mine");
      let events = 0;
      const early = begin(dir, AbortSignal.abort(reason), () => void events++);
      assertEquals(await assertRejects(async () => await early), reason);
      assertEquals([events, sh("find . | sort", dir)], [0, before]);
      const stop = new AbortController();
      const run = begin(dir, stop.signal, () => stop.abort(reason));
      assertEquals(await assertRejects(async () => await run), reason);
      assertEquals(leftovers(dir), "");
      // Of a move each file is on one of the sides, or on both.
      const files = "find . -type f";
      const all = sh(
        `(cd s; ${files}; cd ../mnt/s && ${files} || true) 2>&1 | grep '^\\./' | sort -u`,
        dir,
      );
      assertEquals(all.split("\n").length - 1, 2000);
    });
  });
}

Deno.test("copy: a signal without a reason rejects with an AbortError", async () => {
  await withScratch(async (dir) => {
    sh("touch a", dir);
    const error = await assertRejects(
      async () => await copy(`${dir}/a`, `${dir}/b`, { signal: AbortSignal.abort() }),
      DOMException,
    );
    assertEquals(error.name, "AbortError");
  });
});

Deno.test("copy: a signal that comes after the run changes nothing", async () => {
  await withScratch(async (dir) => {
    sh("touch a", dir);
    const stop = new AbortController();
    const run = copy(`${dir}/a`, `${dir}/b`, { signal: stop.signal });
    await run;
    stop.abort();
    assertEquals((await run).outcome, "done");
  });
});

Deno.test("mirror: what a callback throws stops the run, and is what it rejects with", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s d; touch d/old; for i in $(seq 600); do echo $i >s/$i; done", dir);
    const run = mirror(`${dir}/s`, `${dir}/d`, {
      reportOperations: true,
      onEvent() {
        throw new RangeError("mine");
      },
    });
    await assertRejects(async () => await run, RangeError, "mine");
    assertEquals([leftovers(dir), sh("ls d/old", dir)], ["", "d/old\n"]);
  });
});

Deno.test("mirror: a guard that refuses is a StoppedError, entries that fail are in the summary", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s d; touch d/x", dir);
    const stopped = await assertRejects(
      async () => await mirror(`${dir}/s`, `${dir}/d`),
      StoppedError,
    );
    assertEquals([stopped.code, stopped.path], ["EMPTY_SOURCE", `${dir}/s`]);
    assertEquals(stopped.advice, "allowEmptySource: true empties the target all the same");
  });
});
