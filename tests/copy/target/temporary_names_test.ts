// Names of files that are not whole yet: each its own, recognised by later runs, and nothing else is taken for one.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { cString, textOf } from "../../../ffi/mod.ts";
import {
  createRunToken,
  isPartialName,
  isTemporaryName,
  MADE_BY,
  ownerOf,
  PARTIAL_PREFIX,
  PARTIAL_SUFFIX,
  shardElsewhere,
  TemporaryNames,
} from "../../../lib/copy/target/temporary_names.ts";

Deno.test("TemporaryNames: each name is another one, hidden, recognised and of this process", () => {
  const [one, other] = [1, 17].map((worker) => new TemporaryNames("0123abcd", worker));
  const names = [one.next(), one.next(), other.next()];
  assertEquals(new Set(names.map(textOf)).size, 3);
  for (const name of names) {
    assert(isTemporaryName(name) && !isPartialName(name));
    assertEquals(ownerOf(name), Deno.pid);
    assertEquals(textOf(name)[0], ".");
    assert(one.isOurs(name) && other.isOurs(name));
    assert(!new TemporaryNames("0123abce", 1).isOurs(name));
  }
});

Deno.test("TemporaryNames: of hundreds in a row each has the next number", () => {
  const names = new TemporaryNames("0123abcd", 1);
  const numbers = Array.from({ length: 300 }, () => textOf(names.next()).split("-").at(-1));
  assertEquals(numbers, Array.from({ length: 300 }, (_, i) => `${i.toString(16)}.tmp`));
});

Deno.test("isTemporaryName: a tree that may be the only one of its kind is an entry like any other", () => {
  const { aside, kept, keptAside, fresh, probe } = MADE_BY;
  const isTemporary = (maker: number) =>
    isTemporaryName(new TemporaryNames("0123abcd", maker).next());
  assertEquals([aside, kept, keptAside].filter(isTemporary), []);
  assertEquals([fresh, probe].filter(isTemporary), [fresh, probe]);
});

Deno.test("isTemporaryName: what only looks like one belongs to its user", () => {
  const names = [
    ".ferry",
    ".ferry-",
    "ferry-1-01234567-0-0.tmp",
    ".ferry-1-01234567-0-0.tmp.txt",
    "x.ferry-1-01234567-0-0.tmp",
    ".ferry-1-0123456-0-0.tmp",
    ".ferry-1-01234567-0.tmp",
    ".ferry-g-01234567-0-0.tmp",
    ".ferry-1-01234567-0-0",
    ".ferry-partial-0123456789abcde.tmp",
    ".ferry-partial-0123456789abcdef.tmp2",
    ".ferry-notes",
  ];
  assertEquals(names.filter((name) => isTemporaryName(cString(name))), []);
  assertEquals(names.map((name) => ownerOf(cString(name))).filter((owner) => owner !== null), []);
});

Deno.test("ownerOf: the process that a name tells of, whatever follows the NUL", () => {
  assertEquals(ownerOf(cString(".ferry-ff-01234567-0-0.tmp")), 255);
  const running = new TextEncoder().encode(".ferry-ff-01234567-0-0.tmp\0more names");
  assertEquals([ownerOf(running), isTemporaryName(running)], [255, true]);
  const unended = new TextEncoder().encode(".ferry-ff-01234567-0-0.tmp");
  assertEquals(ownerOf(unended), 255);
});

Deno.test("isPartialName: a file that --resume goes on with is temporary, and no process's", () => {
  const name = cString(`${PARTIAL_PREFIX}0123456789abcdef${PARTIAL_SUFFIX}`);
  assertEquals([isPartialName(name), isTemporaryName(name), ownerOf(name)], [true, true, null]);
});

Deno.test("createRunToken: eight hexadecimal digits, others each time", () => {
  const tokens = Array.from({ length: 50 }, createRunToken);
  for (const token of tokens) assertMatch(token, /^[0-9a-f]{8}$/);
  assertEquals(new Set(tokens).size, 50);
});

Deno.test("shardElsewhere: the shard in a name that another machine has made", () => {
  const shard = { index: 70_000, count: 100_000 };
  const token = createRunToken(shard);
  const here = new TemporaryNames(token, 3, shard).next();
  const other = token.startsWith("0000") ? "1111" : "0000";
  const there = new TemporaryNames(other + token.slice(4), 3, shard).next();
  const whole = new TemporaryNames(other + token.slice(4), 3).next();
  for (const name of [here, there, whole]) {
    assert(isTemporaryName(name), textOf(name));
    assertEquals(ownerOf(name), Deno.pid);
  }
  assertEquals([here, there, whole].map(shardElsewhere), [0, 70_000, 0]);
  assertEquals(shardElsewhere(cString(".ferry-partial-0123456789abcdef.tmp")), 0);
});
