// Paths as users type them, taken apart as basename(1) and dirname(1) do it, which are the judges.

import { assertEquals } from "@std/assert";
import { posixPaths } from "../../../ffi/posix/common.ts";
import { windowsPaths } from "../../../ffi/windows/paths.ts";
import { howToMake, quote, splitPath, withoutSlash } from "../../../lib/engine/roots/paths.ts";
import { needsPrograms } from "../../support/programs.ts";
import { makeScratch } from "../../support/scratch.ts";
import { testOrSkip } from "../../support/skip.ts";

const cwd = makeScratch("ferry-paths-");

const PATHS = ["a", "a/b", "/a", "/a/b", "a/", "a//", "//a", "a//b", "./a", "../a/b/", "a/b//c"];

testOrSkip(
  "splitPath: folder and name are what dirname(1) and basename(1) say",
  needsPrograms("dirname", "basename"),
  () => {
    const answers = (program: string) => {
      const args = program === "basename" ? ["-a", ...PATHS] : PATHS;
      const { stdout } = new Deno.Command(program, { args }).outputSync();
      return new TextDecoder().decode(stdout).trimEnd().split("\n");
    };
    const parts = PATHS.map((path) => splitPath(path, posixPaths));
    assertEquals(parts.map(({ name }) => name), answers("basename"));
    assertEquals(parts.map(({ parent }) => parent), answers("dirname"));
  },
);

Deno.test("splitPath: a slash at the end asks for a folder; messages show no `.` that nobody typed", () => {
  const split = (path: string) => splitPath(path, posixPaths);
  assertEquals(["a", "a/", "a//"].map((path) => split(path).mustBeFolder), [false, true, true]);
  assertEquals(["a", "./a", "/a"].map((path) => split(path).label), ["", ".", "/"]);
});

Deno.test("splitPath: what names a folder and no entry of one has no name", () => {
  for (const path of ["/", "//", ".", "..", "a/..", "a/.", "./"]) {
    const { name, mustBeFolder } = splitPath(path, posixPaths);
    assertEquals([name, mustBeFolder], [null, true], path);
  }
  assertEquals(splitPath("a/..", posixPaths).parent, "a/..");
  assertEquals(splitPath("...", posixPaths).name, "...");
});

Deno.test("splitPath: a drive is a root", () => {
  const paths = windowsPaths();
  assertEquals(splitPath("C:/a", paths), {
    parent: "C:/",
    label: "C:/",
    name: "a",
    mustBeFolder: false,
  });
  assertEquals(splitPath("C:/", paths).name, null);
});

Deno.test("withoutSlash and quote: for messages", () => {
  assertEquals(["a/", "a//", "a", "/", "//"].map(withoutSlash), ["a", "a", "a", "/", "/"]);
  assertEquals(quote("a b"), "'a b'");
});

testOrSkip(
  "howToMake: a shell takes it as it is, whatever the folder is called",
  needsPrograms("sh", "mkdir"),
  () => {
    for (const folder of ["plain", "it's", "--exec", "-p/$HOME"]) {
      const { advice, command } = /^(?<advice>make it first: )(?<command>.*)$/.exec(
        howToMake(folder),
      )!
        .groups!;
      assertEquals(advice, "make it first: ");
      new Deno.Command("sh", { args: ["-c", command], cwd }).outputSync();
      assertEquals(Deno.statSync(`${cwd}/${folder}`).isDirectory, true, command);
    }
  },
);
