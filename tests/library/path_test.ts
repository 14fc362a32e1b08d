// Paths of scripts: text, URLs and bytes. What the shell makes and compares by raw names is the judge.

import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import fc from "../support/fast_check.ts";
import { pathBytes, pathText } from "../../ffi/path_text.ts";
import { pathOf } from "../../lib/library/path.ts";
import {
  copy,
  type FilterEntry,
  mirror,
  move,
  type Path,
  plan,
  UsageError,
  verify,
} from "../../lib/mod.ts";
import { sh, withScratch } from "../support/safety.ts";

/** `DIR/` and bytes. */
function below(dir: string, ...bytes: number[]): Uint8Array {
  return Uint8Array.from([...new TextEncoder().encode(`${dir}/`), ...bytes]);
}

Deno.test("pathText, pathBytes: any bytes come back the same", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
    assertEquals([...pathBytes(pathText(bytes))], [...bytes]);
  }));
  const odd = [0xed, 0xb2, 0x80, 0xf0, 0x9f, 0x98, 0x80, 0xc3, 0xff, 0xe2, 0x82];
  assertEquals([...pathBytes(pathText(Uint8Array.from(odd)))], odd);
  assertEquals(pathText(Uint8Array.from([97, 0xff, 0xc3, 0xa4])), "a\udcffä");
  assertEquals(pathBytes("a\ud800").length, 4, "another lone surrogate is U+FFFD");
});

Deno.test("pathOf: bytes of UTF-8, text and URLs are the same path", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (name) => {
    fc.pre(!name.includes("\0") && !name.includes("/"));
    const path = `/x/${name}`;
    const url = new URL(`file:///x/${encodeURIComponent(name)}`);
    assertEquals(pathOf(new TextEncoder().encode(path), "P"), path);
    if (name !== "." && name !== "..") assertEquals(pathOf(url, "P"), path);
  }));
});

const WRONG: readonly (readonly [Path, string, string])[] = [
  ["", "EMPTY_OPERAND", "DEST is empty"],
  [new Uint8Array(), "EMPTY_OPERAND", "DEST is empty"],
  ["a\0b", "EINVAL", "a NUL"],
  ["\ud800", "EINVAL", "lone surrogate"],
  [new URL("https://example.org/a"), "EINVAL", "'https:', not of 'file:'"],
  [new URL("file://host/a"), "EINVAL", "another host, 'host'"],
  [new URL("file:///a%2Fb"), "EINVAL", "a slash in a name"],
  ["file:///a", "EINVAL", "new URL(...) makes it one"],
  [7 as unknown as Path, "EINVAL", "a string, a URL or a Uint8Array, not 7"],
];

for (const [path, code, message] of WRONG) {
  Deno.test(`pathOf ${Deno.inspect(path)}: refused`, async () => {
    assertEquals(assertThrows(() => pathOf(path, "DEST"), UsageError, message).code, code);
    const error = await assertRejects(async () => await copy("/", path), UsageError, message);
    assertEquals(error.code, code);
  });
}

Deno.test("mirror, verify, plan, copy, move: roots whose names are not UTF-8", async () => {
  await withScratch(async (dir) => {
    sh(
      `mkdir -p $'s\\xff/x' $'t\\xfe'; echo a >$'s\\xff/a\\xfc'; echo b >$'s\\xff/x/b'; ln -s a $'s\\xff/l'
       ln -s $'s\\xff' $'link\\xff'`,
      dir,
    );
    const source = below(dir, 0x73, 0xff), dest = below(dir, 0x74, 0xfe, 0x2f, 0x64, 0xfd);
    assertEquals((await plan(source, dest)).filesCopied, 2);
    const { outcome, source: [shown] } = await mirror(source, dest);
    assertEquals([outcome, shown], ["done", `${dir}/s\ufffd`]);
    sh(`diff -r --no-dereference $'s\\xff' $'t\\xfe/d\\xfd'`, dir);
    assertEquals((await verify(source, dest)).outcome, "done");
    sh(`echo c >$'t\\xfe/d\\xfd/x/b'`, dir);
    assertEquals((await verify(source, dest)).differences > 0, true);
    assertEquals(
      (await mirror(source, dest, { backupDir: below(dir, 0x62, 0xff) })).outcome,
      "done",
    );
    sh(`[[ $(cat $'b\\xff/x/b') == c ]]; diff -r --no-dereference $'s\\xff' $'t\\xfe/d\\xfd'`, dir);
    const linked = below(dir, 0x74, 0xfe, 0x2f, 0x65);
    assertEquals((await mirror(source, linked, { linkDest: dest })).linksCreated, 3);
    await copy([below(dir, 0x73, 0xff, 0x2f, 0x61, 0xfc)], below(dir, 0x63, 0xff), {
      placement: "exact",
    });
    sh(`cmp $'s\\xff/a\\xfc' $'c\\xff'`, dir);
    await copy(below(dir, 0x6c, 0x69, 0x6e, 0x6b, 0xff, 0x2f), below(dir, 0x66), {});
    sh(`diff -r --no-dereference $'s\\xff' f`, dir);
    assertEquals((await move(source, below(dir, 0x6d, 0xff))).renamed, 1);
    sh(`diff -r --no-dereference $'m\\xff' $'t\\xfe/d\\xfd'; [[ ! -e $'s\\xff' ]]`, dir);
  });
});

Deno.test("mirror --swap, several threads: roots whose names are not UTF-8", async () => {
  await withScratch(async (dir) => {
    sh(
      `mkdir $'s\\xff' $'d\\xfe'; (cd $'s\\xff'; seq 3000 | xargs touch); touch $'d\\xfe/old'`,
      dir,
    );
    const source = below(dir, 0x73, 0xff), dest = below(dir, 0x64, 0xfe);
    const { outcome, filesCopied } = await mirror(source, dest, { swap: true, jobs: 3 });
    assertEquals([outcome, filesCopied], ["done", 3000]);
    sh(`diff -r --no-dereference $'s\\xff' $'d\\xfe'; [[ $(ls | wc -l) == 2 ]]`, dir);
  });
});

Deno.test("guards hold for roots whose names are not UTF-8, also relative ones and through links", async () => {
  await withScratch(async (dir) => {
    sh(`mkdir -p $'s\\xff/in\\xfe'; touch $'s\\xff/a'; ln -s $'s\\xff/in\\xfe' $'l\\xff'`, dir);
    const source = below(dir, 0x73, 0xff);
    const inside = below(dir, 0x73, 0xff, 0x2f, 0x69, 0x6e, 0xfe);
    const refused = async (from: Path, to: Path, code: string) => {
      const error = await assertRejects(async () => await mirror(from, to), UsageError);
      assertEquals(error.code, code);
    };
    await refused(source, inside, "TARGET_IN_SOURCE");
    await refused(inside, source, "SOURCE_IN_TARGET");
    await refused(source, below(dir, 0x6c, 0xff), "TARGET_IN_SOURCE");
    await refused(source, below(dir, 0x6c, 0xff, 0x2f, 0x6e), "TARGET_IN_SOURCE");
    await refused(source, source, "SAME_FILE");
    const here = Deno.cwd();
    Deno.chdir(dir);
    try {
      const relative = Uint8Array.from([0x73, 0xff]);
      await refused(relative, Uint8Array.from([0x6c, 0xff, 0x2f, 0x6e]), "TARGET_IN_SOURCE");
      await refused(relative, inside, "TARGET_IN_SOURCE");
      await refused(Uint8Array.from([0xff]), "d", "ENOENT");
    } finally {
      Deno.chdir(here);
    }
  });
});

Deno.test("copy: URLs name any bytes", async () => {
  await withScratch(async (dir) => {
    sh(`echo a >$'a b%\\xff'`, dir);
    const { outcome } = await copy(
      new URL(`file://${dir}/a%20b%25%FF`),
      new URL(`file://${dir}/c`),
    );
    assertEquals([outcome, Deno.readTextFileSync(`${dir}/c`)], ["done", "a\n"]);
  });
});

Deno.test("onlyPaths: text and bytes", async () => {
  await withScratch(async (dir) => {
    sh(`mkdir -p s/ä; touch s/ä/x s/b $'s/\\xff' s/c`, dir);
    const onlyPaths = ["./ä/", Uint8Array.from([0xff])];
    const asked: string[] = [];
    const filter = ({ path }: FilterEntry) => asked.push(path) > 0;
    await mirror(`${dir}/s`, `${dir}/d`, { onlyPaths, filter });
    assertEquals(sh("find d -type f | LC_ALL=C sort", dir), "d/ä/x\nd/\ufffd\n");
  });
});
