// Which commit an executable says that it is made from; git is the judge.

import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { commitOf } from "../../../scripts/release/commit.ts";

function git(folder: string, ...args: string[]): string {
  const { stdout, success } = new Deno.Command("git", {
    args: ["-C", folder, "-c", "user.name=t", "-c", "user.email=t@t", ...args],
    stderr: "inherit",
  }).outputSync();
  assertEquals(success, true);
  return new TextDecoder().decode(stdout).trim();
}

Deno.test("commitOf: clean, changed, inside another repository, named by the environment", () => {
  const folder = Deno.makeTempDirSync();
  try {
    assertEquals(commitOf(folder, null), null);
    git(folder, "init", "--quiet");
    const file = join(folder, "file");
    Deno.writeTextFileSync(file, "1");
    git(folder, "add", ".");
    git(folder, "commit", "--quiet", "-m", "one");
    const name = git(folder, "rev-parse", "HEAD");
    const time = Number(git(folder, "log", "-1", "--format=%ct"));
    assertEquals(commitOf(folder, null), { name, time });
    Deno.writeTextFileSync(join(folder, "beside"), "");
    assertEquals(commitOf(folder, null)?.name, name);
    Deno.writeTextFileSync(file, "2");
    assertEquals(commitOf(folder, null)?.name, `${name}-dirty`);
    const unpacked = join(folder, "unpacked");
    Deno.mkdirSync(unpacked);
    assertEquals(commitOf(unpacked, null), null);
    assertEquals(commitOf(unpacked, "v1"), { name: "v1", time: null });
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
