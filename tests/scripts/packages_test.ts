// What package managers take of a release, for one that is not. Their own programs and schemas judge it in
// `deno task lint:workflows`; here each text is held to one that somebody read (UPDATE_GOLDEN=1 writes them again).

import { assert, assertEquals, assertThrows } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { packagesOf } from "../../scripts/packages/packages.ts";
import type { Release } from "../../scripts/packages/release.ts";
import { readChecksums } from "../../scripts/release/checksums.ts";
import { writeFiles } from "../../scripts/packages/write_files.ts";
import { makeArchives } from "../../scripts/release/archives.ts";
import { releaseName, TARGETS } from "../../scripts/release/targets.ts";
import { ROOT } from "../support/documents.ts";
import { needsPrograms } from "../support/programs.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";

const scratch = makeScratch("ferry-packages-");
const GOLDEN = fromFileUrl(new URL("./packages", import.meta.url));
const SUMS = [
  "x86_64-unknown-linux-gnu.tar.gz",
  "x86_64-unknown-linux-gnu.tar.zst",
  "aarch64-unknown-linux-gnu.tar.gz",
  "aarch64-unknown-linux-gnu.tar.zst",
  "x86_64-apple-darwin.tar.gz",
  "aarch64-apple-darwin.tar.gz",
  "x86_64-pc-windows-msvc.zip",
].map((name, at) => `${String(at + 1).repeat(64)}  ferry-1.2.3-${name}\n`).join("");
const RELEASE: Release = {
  version: "1.2.3",
  repository: "Some-One/ferry",
  checksums: readChecksums(SUMS),
};

Deno.test("packagesOf: a formula, a manifest for Scoop, three for winget, a PKGBUILD with its .SRCINFO", () => {
  const files = packagesOf(RELEASE);
  // A name that begins with a dot is easily overlooked among test data.
  const golden = Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path.split("/").at(-1)!.replace(/^\./, ""), text]),
  );
  assertEquals(Object.keys(golden).length, Object.keys(files).length);
  if (Deno.env.get("UPDATE_GOLDEN")) writeFiles(GOLDEN, golden);
  for (const [name, text] of Object.entries(golden)) {
    assertEquals(text, Deno.readTextFileSync(join(GOLDEN, name)), name);
  }
});

Deno.test("packagesOf: winget's manifests lie where its repository has them", () => {
  const folder = "winget/manifests/s/Some-One/ferry/1.2.3";
  const paths = Object.keys(packagesOf(RELEASE)).filter((path) => path.startsWith("winget/"));
  assertEquals(paths.sort(), [
    `${folder}/Some-One.ferry.installer.yaml`,
    `${folder}/Some-One.ferry.locale.en-US.yaml`,
    `${folder}/Some-One.ferry.yaml`,
  ]);
});

Deno.test("packagesOf: a release that lacks an archive has no packages", () => {
  const checksums = readChecksums(SUMS.replace(/.*aarch64-apple-darwin.*\n/, ""));
  const missing = "SHA256SUMS: has no 'ferry-1.2.3-aarch64-apple-darwin.tar.gz'";
  assertThrows(() => packagesOf({ ...RELEASE, checksums }), Error, missing);
});

testOrSkip(
  "packagesOf: finds each archive as release:pack makes it, and in it the program where it is looked for",
  needsPrograms("tar", "unzip"),
  () => {
    const made = TARGETS.flatMap((target) => {
      const path = `${scratch}/${releaseName(RELEASE.version, target)}`;
      Deno.writeTextFileSync(path, target);
      return makeArchives(ROOT, path, 0);
    });
    const checksums = new Map(made.map((path) => [path.split("/").at(-1)!, "a".repeat(64)]));
    const files = Object.values(packagesOf({ ...RELEASE, checksums })).join("\n");
    const names = [...checksums.keys()].filter((name) => files.includes(`/v1.2.3/${name}`));
    assert(names.length >= TARGETS.length, `${names}`);
    for (const name of names) {
      const folder = name.replace(/\.(?:tar\..*|zip)$/, "");
      const isZip = name.endsWith(".zip");
      const program = `${folder}/${isZip ? "ferry.exe" : "ferry"}`;
      const [unpack, ...args] = isZip ? ["unzip", "-p"] : ["tar", "-xOf"];
      const { stdout } = new Deno.Command(unpack, {
        args: [...args, `${scratch}/${name}`, program],
      })
        .outputSync();
      assert(folder.endsWith(new TextDecoder().decode(stdout)), program);
      assert(stdout.length > 0);
    }
  },
);
