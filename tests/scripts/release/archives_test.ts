// The archives of a release, unpacked by the programs that users have, and made twice.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { makeArchives } from "../../../scripts/release/archives.ts";
import { tar } from "../../../scripts/release/tar.ts";
import { needsPrograms } from "../../support/programs.ts";
import { sh, withScratch } from "../../support/safety.ts";
import { testOrSkip } from "../../support/skip.ts";

const CLONE = new URL("../../../", import.meta.url).pathname;
const TIME = 1_700_000_001;
const NAMES = ["CHANGELOG.md", "LICENSE", "README.md", "THIRD_PARTY.md"];

for (
  const [suffix, unpack, program] of [
    [".tar.gz", "tar xzf", "tar"],
    [".tar.zst", "tar --zstd -xf", "zstd"],
    [".zip", "unzip -q", "unzip"],
  ] as const
) {
  testOrSkip(
    `makeArchives: ${unpack} gives back what went into the ${suffix}, twice the same`,
    needsPrograms(program),
    async () => {
      await withScratch((dir) => {
        const [name, exe] = ["ferry-1.2.3-a-target", suffix === ".zip" ? ".exe" : ""];
        const executable = `${dir}/${name}${exe}`;
        const archive = `${dir}/${name}${suffix}`;
        sh(`head -c 1000001 /dev/urandom >'${executable}'; mkdir out`, dir);
        assert(makeArchives(CLONE, executable, TIME).includes(archive));
        sh(`mv '${archive}' first; touch -d @1 '${executable}'`, dir);
        makeArchives(CLONE, executable, TIME);
        sh(`cmp first '${archive}'`, dir);
        sh(`${unpack} '${archive}'`, `${dir}/out`);
        const out = `${dir}/out/${name}`;
        assertEquals(sh("ls", `${dir}/out`), `${name}\n`);
        assertEquals(sh("ls", out).trim().split("\n"), [...NAMES, `ferry${exe}`]);
        sh(`cmp '${executable}' 'ferry${exe}'`, out);
        for (const each of NAMES) sh(`cmp '${CLONE}${each}' '${each}'`, out);
        assertEquals(sh(`stat -c %a 'ferry${exe}' LICENSE`, out), "755\n644\n");
        // zip keeps times in local time, to two seconds.
        if (suffix !== ".zip") assertEquals(sh("stat -c %Y ferry", out), `${TIME}\n`);
      });
    },
  );
}

testOrSkip(
  "tar: GNU's lists owner, mode, size and time as they are",
  needsPrograms("tar"),
  async () => {
    await withScratch((dir) => {
      const files = [
        { name: "a/b", bytes: new Uint8Array(513), isExecutable: false },
        { name: "a/empty", bytes: new Uint8Array(), isExecutable: true },
      ];
      Deno.writeFileSync(`${dir}/x.tar`, tar(files, TIME));
      const listed = sh("TZ=UTC tar --numeric-owner --full-time -tvf x.tar", dir).trim().split(
        "\n",
      );
      assertEquals(listed.map((line) => line.replace(/ +/g, " ")), [
        "-rw-r--r-- 0/0 513 2023-11-14 22:13:21 a/b",
        "-rwxr-xr-x 0/0 0 2023-11-14 22:13:21 a/empty",
      ]);
      assertEquals(Deno.statSync(`${dir}/x.tar`).size % 512, 0);
    });
  },
);

Deno.test("tar: a name that does not fit is refused", () => {
  const error = assertThrows(
    () => tar([{ name: "x".repeat(101), bytes: new Uint8Array(), isExecutable: false }], 0),
    RangeError,
  );
  assert(error.message.includes("too long"));
});
