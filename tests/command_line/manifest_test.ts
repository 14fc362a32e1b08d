// Lists of digests: what ferry writes, sha256sum checks, and what sha256sum writes, ferry checks; names
// with backslashes, line ends and bytes that are no UTF-8 among them.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { FerryError } from "../../lib/errors.ts";
import { formatManifest, parseManifest } from "../../lib/manifest.ts";
import { runFerry } from "../support/ferry_process.ts";
import { sh, withScratch } from "../support/safety.ts";

const DIGEST = "a".repeat(64);
const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** A tree of names that are hard to write in lines, in two places. */
const TREE = String.raw`mkdir -p s/sub 's/-n'; echo 1 >s/plain; echo 2 >s/sub/two; : >s/empty
  echo 3 >'s/back\slash'; echo 4 >'s/a\nb'; echo 5 >s/$'line\nend'; echo 6 >s/$'\xff\xfe'
  echo 7 >'s/ leading'; echo 8 >'s/trailing '; echo 9 >s/-n/'*'; ln s/plain s/sub/hard
  ln -s plain s/link; mkfifo s/fifo; cp -a s t`;

Deno.test("ferry verify --manifest: sha256sum -c accepts the list, and writes the same", async () => {
  await withScratch(async (dir) => {
    sh(TREE, dir);
    const { code, stderr } = await runFerry(["verify", "--manifest", "list", "s", "t"], dir);
    assertEquals([code, stderr], [0, ""]);
    sh("cd t; sha256sum -c --strict --quiet ../list", dir);
    const theirs = sh(
      "cd t; find . -type f -printf '%P\\0' | sort -z | xargs -0 sha256sum --",
      dir,
    );
    const sorted = (text: string) => text.split("\n").sort().join("\n");
    assertEquals(sorted(sh("cat list", dir)), sorted(theirs));
    assertEquals(sh("ls -A", dir), "list\ns\nt\n");
  });
});

Deno.test("ferry verify --check: reads what sha256sum wrote; what differs, is missing or extra", async () => {
  await withScratch(async (dir) => {
    sh(`${TREE}; (cd s; find . -type f -print0 | xargs -0 sha256sum -- >../list)`, dir);
    const equal = await runFerry(["verify", "--check", "list", "t"], dir);
    assertEquals([equal.code, equal.stderr], [0, ""]);
    assert(equal.stdout.startsWith("11 files verified"), equal.stdout);
    sh("echo other >t/sub/two; rm t/empty; echo new >t/new; rm t/link", dir);
    const { code, stdout } = await runFerry(["verify", "--check", "list", "t"], dir);
    const digest = (text: string) => sh(`printf '${text}\\n' | sha256sum | cut -c 1-64`).trim();
    assertEquals(code, 3);
    assertEquals(stdout.trimEnd().split("\n").slice(0, -1).sort(), [
      `SHA-256 of 'sub/two': ${digest("2")} in SOURCE, ${digest("other")} in DEST`,
      "extra: 'new'",
      "missing: 'empty'",
    ]);
    const without = await runFerry(["verify", "--no-extra", "--check", "list", "t"], dir);
    assert(!without.stdout.includes("extra") && without.stdout.includes("missing: 'empty'"));
    const filtered = ["--exclude", "/new", "--exclude", "empty", "--exclude", "/sub/two"];
    assertEquals((await runFerry(["verify", "--check", "list", ...filtered, "t"], dir)).code, 0);
    const json = await runFerry(["verify", "--json", "--check", "list", "t"], dir);
    const summary = JSON.parse(json.stdout.trimEnd().split("\n").at(-1)!);
    assertEquals([summary.differences, summary.outcome, summary.exit_code], [3, "different", 3]);
    assertEquals([summary.source, summary.dest], [["list"], "t"]);
  });
});

Deno.test("ferry verify --manifest: only what is equal is listed", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s; echo 1 >s/a; echo 2 >s/b; cp -a s t; echo 3 >t/b; touch -r s/b t/b", dir);
    assertEquals((await runFerry(["verify", "--manifest=list", "s", "t"], dir)).code, 3);
    assertEquals(sh("cut -c 65- list", dir), "  a\n");
  });
});

Deno.test("ferry verify: a list that cannot be read or written, or is none", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s; echo 1 >s/a; cp -a s t; echo hello >list; mkdir folder", dir);
    const cases: readonly (readonly [string[], number, string])[] = [
      [["--check", "nothing", "t"], 2, "cannot read the digests in 'nothing': No such file"],
      [["--check", "list", "t"], 2, "line 1 of 'list' is no line of a list of SHA-256 digests"],
      [["--check", "list", "nowhere"], 2, ""],
      [
        ["--manifest", "no/list", "s", "t"],
        4,
        "cannot write the digests to 'no/list': No such file",
      ],
      [["--manifest", "folder", "s", "t"], 4, "cannot write the digests to 'folder'"],
    ];
    for (const [args, code, message] of cases) {
      const outcome = await runFerry(["verify", ...args], dir);
      assertEquals([outcome.code, outcome.stderr.includes(message)], [code, true], outcome.stderr);
    }
    assertEquals(sh("ls -A", dir), "folder\nlist\ns\nt\n", "nothing is left lying about");
  });
});

Deno.test("parseManifest: text and binary marks, ./ before a name, escapes", () => {
  const text = `${DIGEST}  ./a\n${DIGEST.toUpperCase()} *b c\n\\${DIGEST}  x\\\\y\\nz\\r\n`;
  assertEquals([...parseManifest(bytes(text), "list")], [
    ["a", DIGEST],
    ["b c", DIGEST],
    ["x\\y\nz\r", DIGEST],
  ]);
});

Deno.test("parseManifest: what is none is refused with its line", () => {
  for (
    const line of [
      "hello",
      `${DIGEST} a`,
      `${DIGEST.slice(1)}  a`,
      `\\${DIGEST}  a\\b`,
      `${DIGEST}  `,
    ]
  ) {
    const text = `${DIGEST}  fine\n${line}\n`;
    const refusal = assertThrows(
      () => parseManifest(bytes(text), "list"),
      FerryError,
      "line 2 of 'list'",
    );
    assertEquals(refusal.code, "BAD_MANIFEST");
  }
});

Deno.test("formatManifest: sorted, all bytes kept, read back the same", () => {
  const manifest = new Map([["b", DIGEST], ["a\\\n\r\xff", DIGEST], ["sub/x", DIGEST]]);
  const written = formatManifest(manifest);
  assertEquals(new Map([...parseManifest(written, "list")]), manifest);
  assertEquals(written, bytes(`\\${DIGEST}  a\\\\\\n\\r\xff\n${DIGEST}  b\n${DIGEST}  sub/x\n`));
});
