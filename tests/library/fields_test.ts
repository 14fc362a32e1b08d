// Options, paths and lists are taken over when a function is called: what a script does with its objects, or where it goes,
// while the run is under way changes nothing. What is no plain object of options is refused.

import { assertEquals, assertRejects } from "@std/assert";
import { capabilities, check, copy, mirror, UsageError } from "../../lib/mod.ts";
import { fieldsOf } from "../../lib/library/fields.ts";
import { sh, withScratch } from "../support/safety.ts";

async function withTrees(test: (dir: string) => Promise<void>) {
  await withScratch(async (dir) => {
    for (const place of ["here", "there"]) {
      for (const root of ["s", "t"]) Deno.mkdirSync(`${dir}/${place}/${root}`, { recursive: true });
      Deno.writeTextFileSync(`${dir}/${place}/s/a`, place);
      Deno.writeTextFileSync(`${dir}/${place}/t/kept`, place);
    }
    await test(dir);
  });
}

Deno.test("mirror: what becomes of its arguments after the call changes nothing", () =>
  withTrees(async (dir) => {
    const options = { dryRun: true, exclude: ["a"], keep: { perms: false } };
    const source = new TextEncoder().encode(`${dir}/here/s`);
    const dest = new URL(`file://${dir}/here/t`);
    const run = mirror(source, dest, options);
    options.dryRun = false;
    options.exclude.length = 0;
    source.fill(0x2f);
    dest.pathname = "/";
    const { dryRun, filesCopied, dest: named } = await run;
    assertEquals([dryRun, filesCopied, named], [true, 0, `${dir}/here/t`]);
  }));

Deno.test("check: a list that changes after the call changes nothing", () =>
  withTrees(async (dir) => {
    const list = new Map([["missing", "0".repeat(64)]]);
    const run = check(list, `${dir}/here/s`, { ignoreExtra: true });
    list.clear();
    assertEquals((await run).differences, 1);
  }));

Deno.test("mirror: a relative path is meant in the folder in which the call was made", () =>
  withTrees(async (dir) => {
    const before = Deno.cwd();
    try {
      Deno.chdir(`${dir}/here`);
      const run = mirror("s", "t");
      Deno.chdir(`${dir}/there`);
      await run;
    } finally {
      Deno.chdir(before);
    }
    const names = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name);
    assertEquals([names(`${dir}/here/t`), names(`${dir}/there/t`)], [["a"], ["kept"]]);
  }));

Deno.test("mirror: without FFI, too, backups go where they were meant to when the script goes elsewhere", () => {
  const mod = new URL("../../lib/mod.ts", import.meta.url).href;
  // Deno lets nobody into /dev who may not do everything.
  const dir = Deno.makeTempDirSync({ dir: "/tmp" });
  try {
    sh("for place in here there; do mkdir -p $place/s $place/t; touch $place/t/old; done", dir);
    sh("for i in $(seq 400); do echo $i >here/s/$i; done", dir);
    const script = `import { mirror } from ${JSON.stringify(mod)};
      Deno.chdir("here");
      let hasMoved = false;
      const onEvent = () => void (hasMoved ||= (Deno.chdir("../there"), true));
      await mirror("s", "t", { backupDir: "../bk", reportOperations: true, onEvent });`;
    Deno.writeTextFileSync(`${dir}/script.ts`, script);
    sh(`'${Deno.execPath()}' run --no-check -q --allow-read=. --allow-write=. script.ts`, dir);
    assertEquals(sh("ls here/bk; ls -d there/*", dir), "old\nthere/s\nthere/t\n");
  } finally {
    sh(`rm -rf '${dir}'`);
  }
});

Deno.test("mirror: inherited options and getters count", () =>
  withTrees(async (dir) => {
    class Getters {
      get dryRun() {
        return true;
      }
    }
    for (const options of [Object.create({ dryRun: true }), new Getters()]) {
      assertEquals((await mirror(`${dir}/here/s`, `${dir}/here/t`, options)).dryRun, true);
    }
  }));

Deno.test("no function takes for options what has none: a Map, a promise, a list", () =>
  withTrees(async (dir) => {
    const [s, t] = [`${dir}/here/s`, `${dir}/here/t`];
    for (const wrong of [new Map([["dryRun", true]]), Promise.resolve({}), [], () => {}, 1, null]) {
      const options = wrong as unknown as Record<string, never>;
      await assertRejects(() => mirror(s, t, options), UsageError, "mirror() takes an object");
      await assertRejects(() => capabilities(s, options), UsageError, "takes an object");
    }
    const keep = new Set(["perms"]) as unknown as Record<string, never>;
    await assertRejects(() => mirror(s, t, { keep }), UsageError, "'keep' takes");
    assertEquals(Deno.readTextFileSync(`${t}/kept`), "here");
  }));

Deno.test("no list may have holes, and one source is no list", () =>
  withTrees(async (dir) => {
    const [s, t] = [`${dir}/here/s`, `${dir}/here/t`];
    // deno-lint-ignore no-sparse-arrays -- which is what is refused
    const hole = [, s] as string[];
    for (const name of ["include", "exclude", "onlyPaths", "linkDest"]) {
      await assertRejects(() => mirror(s, t, { [name]: hole }), UsageError);
    }
    await assertRejects(() => copy(hole, t), UsageError, "SOURCE is a path");
    await assertRejects(() => mirror([s] as never, t), UsageError, "mirror() takes one SOURCE");
    await assertRejects(() => check({} as never, t), UsageError, "check() takes a Map");
    await assertRejects(() => capabilities(s, { signal: 1 as never }), UsageError, "'signal'");
  }));

Deno.test("fieldsOf: an object within itself is taken over up to some level", () => {
  const round: Record<string, unknown> = { a: 1 };
  round.round = round;
  assertEquals(Object.keys(fieldsOf("f", { round }, ["round"])), ["round"]);
});
