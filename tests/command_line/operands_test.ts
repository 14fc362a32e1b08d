// Operands that mean another machine's folder, or an option, to the tool that a user has in mind: whole runs.

import { assert, assertEquals } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { withScratch } from "../support/safety.ts";

Deno.test("checkOperands: another machine's folder is refused, and none is made of its name", async () => {
  await withScratch(async (dir) => {
    Deno.mkdirSync(`${dir}/s`);
    Deno.writeTextFileSync(`${dir}/s/a`, "a");
    for (
      const line of [
        "mirror s host:d",
        "copy s u@host::mod",
        "copy host:s d",
        "copy -t h:d s",
        "verify s h:d",
      ]
    ) {
      const { code, stderr } = await runFerry(line.split(" "), dir);
      const operand = line.split(" ").find((arg) => arg.includes(":"));
      assertEquals(code, 2, line);
      assert(stderr.includes(`a local name is typed './${operand}'`), stderr);
      assertEquals(stderr.trimEnd().split("\n").length, 1, stderr);
    }
    assertEquals([...Deno.readDirSync(dir)].map(({ name }) => name), ["s"]);
  });
});

Deno.test("checkOperands: an entry with a colon in its name, or ./ before it, is local", async () => {
  await withScratch(async (dir) => {
    Deno.mkdirSync(`${dir}/s:1/x`, { recursive: true });
    Deno.mkdirSync(`${dir}/t:2`);
    assertEquals((await runFerry(["mirror", "s:1", "t:2"], dir)).code, 0);
    assertEquals((await runFerry(["mirror", "s:1/x", "t:2/y:z"], dir)).code, 0);
    assertEquals((await runFerry(["mirror", "s:1", "./n:3"], dir)).code, 0);
    assert(
      Deno.statSync(`${dir}/n:3/x`).isDirectory && Deno.statSync(`${dir}/t:2/y:z`).isDirectory,
    );
  });
});

Deno.test({
  name: "checkOperands: robocopy's options that are no paths here are explained",
  ignore: Deno.build.os === "windows",
  async fn() {
    await withScratch(async (dir) => {
      Deno.mkdirSync(`${dir}/s`);
      Deno.mkdirSync(`${dir}/d`);
      const { code, stderr } = await runFerry(["copy", "s", "d", "/MT:8"], dir);
      assertEquals(code, 2);
      assertEquals(
        stderr,
        "ferry: '/MT:8' is an option of robocopy, and a path here: type --jobs\n",
      );
    });
  },
});
