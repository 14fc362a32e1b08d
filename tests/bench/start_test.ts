// The table of what a start costs.

import { assertEquals, assertThrows } from "@std/assert";
import { join } from "@std/path";
import { assertSameTrees, STEPS, table } from "../../bench/start.ts";
import { textOf } from "../support/documents.ts";

const sample = (wallMs: number, userMs: number | null) => ({
  wallMs,
  userMs,
  sysMs: userMs,
  peakBytes: userMs === null ? null : 5e6,
});

Deno.test("table: the least of each figure, and the median of the clock", () => {
  const samples = [sample(30, 7), sample(10, 9), sample(20, 8)];
  assertEquals(table([{ name: "ferry", samples }]).split("\n"), [
    "| ms, MB | least | median | processor | memory |",
    "| --- | ---: | ---: | ---: | ---: |",
    "| ferry | 10.0 | 20.0 | 14.0 | 5 |",
  ]);
});

Deno.test("table: what was not measured is a dash", () => {
  const [, , row] = table([{ name: "ferry", samples: [sample(10, null)] }]).split("\n");
  assertEquals(row, "| ferry | 10.0 | 10.0 | - | - |");
});

Deno.test("STEPS: those of the program that goes through them, in its order", () => {
  const source = textOf("scripts/executable/start_steps.ts");
  const [, names] = /\bSTEPS = \[([^\]]+)\]/.exec(source)!;
  assertEquals(Object.keys(STEPS), JSON.parse(`[${names}]`));
});

Deno.test("assertSameTrees: a file more, other bytes, another time are seen", () => {
  const folder = Deno.makeTempDirSync();
  try {
    const [source, target] = ["source", "target"].map((name) => join(folder, name));
    const make = (root: string, text = "text", seconds = 1) => {
      const file = join(root, "inner", "file");
      Deno.mkdirSync(join(root, "inner"), { recursive: true });
      Deno.writeTextFileSync(file, text);
      for (const path of [file, join(root, "inner"), root]) Deno.utimeSync(path, seconds, seconds);
    };
    make(source);
    make(target);
    assertSameTrees(source, target);
    make(target, "next");
    assertThrows(() => assertSameTrees(source, target), Error, "is no copy");
    make(target, "text", 2);
    assertThrows(() => assertSameTrees(source, target), Error, "is no copy");
    make(target);
    Deno.writeTextFileSync(join(target, "more"), "");
    Deno.utimeSync(target, 1, 1);
    assertThrows(() => assertSameTrees(source, target), Error, "is no copy");
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
