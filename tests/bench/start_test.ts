// The table of what a start costs.

import { assertEquals } from "@std/assert";
import { STEPS, table } from "../../bench/start.ts";
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
