// What ffi/windows makes of names, paths, times and records without asking the system: on any machine.

import { assert, assertEquals } from "@std/assert";
import fc from "../../support/fast_check.ts";
import { cString, FileStat, WORD } from "../../../ffi/mod.ts";
import { rangesOf } from "../../../ffi/windows/block_clone.ts";
import { junctionData, linkText, symlinkTarget } from "../../../ffi/windows/links.ts";
import { ntPath, rootOf } from "../../../ffi/windows/paths.ts";
import { keepingInheritance } from "../../../ffi/windows/descriptor.ts";
import { parseStreams } from "../../../ffi/windows/streams.ts";
import { storeTime, ticksOf } from "../../../ffi/windows/times.ts";
import { bytesFromUnits, textOfBytes, unitsFromBytes } from "../../../ffi/windows/wide_text.ts";

Deno.test("wide text keeps every sequence of units, lone surrogates too", () => {
  fc.assert(fc.property(fc.uint16Array({ max: 0xffff, min: 1 }), (units) => {
    const wanted = units.map((unit) => unit === 92 ? 47 : unit); // a backslash comes back from a slash
    const bytes = new Uint8Array(units.length * 3 + 1);
    const length = bytesFromUnits(wanted, 0, wanted.length, bytes);
    const back = new Uint16Array(units.length + 2);
    const count = unitsFromBytes(bytes.subarray(0, length + 1), back);
    const expected = [...wanted].map((unit) => unit === 47 ? 92 : unit);
    assertEquals([...back.subarray(0, count)], expected);
    assertEquals(textOfBytes(bytes.subarray(0, length)), String.fromCharCode(...expected));
  }));
});

Deno.test("wide text is UTF-8 wherever it is text", () => {
  for (const text of ["plain", "Ünï", "日本", "😀x", "a\u0301"]) {
    const units = Uint16Array.from([...Array(text.length).keys()], (i) => text.charCodeAt(i));
    const bytes = new Uint8Array(text.length * 3);
    const length = bytesFromUnits(units, 0, units.length, bytes);
    assertEquals(bytes.subarray(0, length), new TextEncoder().encode(text));
  }
});

Deno.test("times are exact to 100 ns, from 1601 to the year 9999", () => {
  const last = 2_650_467_743_999_999_999n; // 9999-12-31T23:59:59.9999999Z
  fc.assert(fc.property(fc.bigInt({ min: 1n, max: last }), (ticks) => {
    const stat = new FileStat();
    storeTime(stat, WORD.mtime, Number(ticks & 0xffffffffn), Number(ticks >> 32n));
    const ns = BigInt(stat.mtimeSec) * 1_000_000_000n + BigInt(stat.mtimeNsec);
    assertEquals(ns, (ticks - 116_444_736_000_000_000n) * 100n);
    assertEquals(ticksOf(stat, WORD.mtime), ticks);
  }));
});

Deno.test("ntPath takes paths as users type them", () => {
  const cases: Record<string, string | null> = {
    "C:\\": "\\??\\C:\\",
    "C:\\data\\x": "\\??\\C:\\data\\x",
    "c:/data/./y/../x/": "\\??\\c:\\data\\x",
    "C:\\name.": "\\??\\C:\\name.",
    "C:\\name ": "\\??\\C:\\name ",
    "C:\\con\\nul.txt": "\\??\\C:\\con\\nul.txt",
    "C:\\..\\x": "\\??\\C:\\x",
    "\\\\server\\share\\x": "\\??\\UNC\\server\\share\\x",
    "//server/share": "\\??\\UNC\\server\\share\\",
    "\\\\server": null,
    "\\\\?\\C:\\x.": "\\??\\C:\\x.",
    "\\\\?\\UNC\\server\\share\\x": "\\??\\UNC\\server\\share\\x",
    "": null,
  };
  for (const [typed, expected] of Object.entries(cases)) assertEquals(ntPath(typed), expected);
  const long = `C:\\${"a\\".repeat(15_000)}b`;
  assertEquals(ntPath(long), `\\??\\${long}`);
});

Deno.test("rootOf finds the part of a path that names no entry", () => {
  const cases: Record<string, string> = {
    "C:/": "C:/",
    "C:/x": "C:/",
    "C:": "C:",
    "C:x": "C:",
    "//server/share": "//server/share",
    "//server/share/x": "//server/share/",
    "//?/C:/x": "//?/C:/",
    "//?/UNC/server/share/x": "//?/UNC/server/share/",
    "/x": "/",
    "x/y": "",
    "x:y": "x:",
  };
  for (const [path, expected] of Object.entries(cases)) assertEquals(rootOf(path), expected, path);
});

Deno.test("block clone ranges cover the file in whole clusters, each below 4 GiB", () => {
  const clusterBytes = 65_536, size = 5 * 2 ** 30 + 1;
  const ranges = [...rangesOf(size, clusterBytes)];
  let end = 0;
  for (const [at, length] of ranges) {
    assertEquals(at, end);
    assert(length < 2 ** 32 && length % clusterBytes === 0);
    end = at + length;
  }
  assert(end >= size && end - size < clusterBytes);
});

Deno.test("parseStreams leaves out the contents and reads each record", () => {
  const names = ["::$DATA", ":Zone.Identifier:$DATA", ":ü:$DATA"];
  const bytes = new Uint8Array(512);
  const view = new DataView(bytes.buffer);
  let at = 0, end = 0;
  names.forEach((name, i) => {
    const next = (24 + name.length * 2 + 7) & ~7;
    view.setUint32(at, i === names.length - 1 ? 0 : next, true);
    view.setUint32(at + 4, name.length * 2, true);
    view.setBigInt64(at + 8, BigInt(i * 1000), true);
    for (let j = 0; j < name.length; j++) view.setUint16(at + 24 + j * 2, name.charCodeAt(j), true);
    end = at + 24 + name.length * 2;
    at += next;
  });
  assertEquals(parseStreams(bytes, end), [
    { name: ":Zone.Identifier:$DATA", size: 1000 },
    { name: ":ü:$DATA", size: 2000 },
  ]);
  assertEquals(parseStreams(bytes, 0), []);
});

Deno.test("junctionData is laid out as the system wants it", () => {
  const view = new DataView(junctionData("C:\\x").buffer);
  const substitute = "\\??\\C:\\x";
  assertEquals(view.getUint32(0, true), 0xa0000003);
  assertEquals(view.getUint16(4, true), view.byteLength - 8);
  assertEquals(view.getUint16(8, true), 0);
  assertEquals(view.getUint16(10, true), substitute.length * 2);
  assertEquals(view.getUint16(12, true), (substitute.length + 1) * 2);
  assertEquals(view.getUint16(14, true), "C:\\x".length * 2);
  assertEquals(view.getUint16(16, true), "\\".charCodeAt(0));
});

Deno.test("keepingInheritance asks for the mark of inheritance where it is, and only there", () => {
  for (const [control, expected] of [[0x8404, 0x8504], [0x8004, 0x8004], [0x9404, 0x9504]]) {
    const descriptor = new Uint8Array(20);
    const view = new DataView(descriptor.buffer);
    view.setUint16(2, control, true);
    const asking = new DataView(keepingInheritance(descriptor).buffer);
    assertEquals([asking.getUint16(2, true), view.getUint16(2, true)], [expected, control]);
  }
});

Deno.test("where a symlink leads is what its maker wrote, absolute or not", () => {
  const targets = {
    "\\??\\C:\\data\\x": "C:\\data\\x",
    "\\??\\UNC\\server\\share\\x": "\\\\server\\share\\x",
    "\\??\\Volume{0a1b}\\x": "\\\\?\\Volume{0a1b}\\x",
    "..\\x": "..\\x",
    "UNC\\x": "UNC\\x",
  };
  for (const [kept, written] of Object.entries(targets)) assertEquals(symlinkTarget(kept), written);
});

Deno.test("linkText tells files, folders and junctions apart", () => {
  assertEquals(linkText("file", "x"), cString("fx"));
  assertEquals(linkText("folder", "x"), cString("dx"));
  assertEquals(linkText("junction", "C:\\x"), cString("jC:\\x"));
});
