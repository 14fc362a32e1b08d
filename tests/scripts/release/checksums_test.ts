// sha256sum is the judge of the list that lies beside a release.

import { assertEquals, assertThrows } from "@std/assert";
import { join } from "@std/path";
import { checksumList, readChecksums, unlisted } from "../../../scripts/release/checksums.ts";

Deno.test("checksumList: sha256sum finds each file as listed, and a changed one", async () => {
  const folder = Deno.makeTempDirSync();
  const check = () =>
    new Deno.Command("sha256sum", {
      args: ["--check", "--strict", "SHA256SUMS"],
      cwd: folder,
      stdout: "piped",
      stderr: "null",
    }).outputSync();
  try {
    const paths = ["ferry-1-x", "ferry-1-y.exe"].map((name) => join(folder, name));
    paths.forEach((path) => Deno.writeTextFileSync(path, path));
    Deno.writeTextFileSync(join(folder, "SHA256SUMS"), await checksumList(paths));
    const { success, stdout } = check();
    assertEquals(success, true);
    assertEquals(new TextDecoder().decode(stdout), "ferry-1-x: OK\nferry-1-y.exe: OK\n");
    Deno.writeTextFileSync(paths[1], "other");
    assertEquals(check().success, false);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("readChecksums: text and binary mode; anything else is refused", () => {
  const sum = "a".repeat(64);
  assertEquals([...readChecksums(`${sum}  a\n${sum} *b\n`)], [["a", sum], ["b", sum]]);
  for (const line of [`${sum} a`, `${sum.slice(1)}  a`, "<html>"]) {
    assertThrows(() => readChecksums(line), Error, "not a checksum and a name");
  }
});

Deno.test("unlisted: what was made anew since the list was written, and what is not in it", async () => {
  const folder = Deno.makeTempDirSync();
  try {
    for (const name of ["a", "b", "c"]) Deno.writeTextFileSync(join(folder, name), name);
    const list = await checksumList(["a", "b"].map((name) => join(folder, name)));
    Deno.writeTextFileSync(join(folder, "SHA256SUMS"), list);
    Deno.writeTextFileSync(join(folder, "b"), "of another build");
    assertEquals(await unlisted(folder, ["a", "b", "c"]), ["b", "c"]);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
