// Operands that mean another machine's folder, or an option, to the tool that a user has in mind.

import { assert, assertEquals } from "@std/assert";
import { looksRemote } from "../../lib/cli/operands.ts";
import { runFerry } from "../support/ferry_process.ts";
import { withScratch } from "../support/safety.ts";

Deno.test("looksRemote: a colon before the first slash, but for drives", () => {
  for (
    const path of ["host:d", "user@host::mod", "rsync://host/d", "remote:", ":local:x", "h:a/b"]
  ) {
    assert(looksRemote(path, false), path);
  }
  for (const path of ["./host:d", "/a:b", "a/b:c", "abc", "-", ""]) {
    assert(!looksRemote(path, false), path);
  }
  for (const path of ["C:", "c:\\d", "D:/x", "\\\\?\\C:\\x", ".\\host:d"]) {
    assert(!looksRemote(path, true), path);
  }
  assert(looksRemote("host:d", true));
});

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
