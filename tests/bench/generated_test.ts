// What the documents say of speed is what `deno task bench --report` makes of the kept results: a figure
// that was typed, or a result that was added without the command, shows here.

import { assertEquals } from "@std/assert";
import { aroundMarkers, generated } from "../../bench/report/report.ts";
import { newestResults } from "../../bench/report/results.ts";

for (const { file, text, isWhole } of generated(newestResults())) {
  const name = file.replace(/.*\/(?=bench\/)|.*\//, "");
  Deno.test(`${name}: as deno task bench --report writes it`, () => {
    const written = isWhole ? Deno.readTextFileSync(file) : aroundMarkers(file)!.between;
    assertEquals(withoutLayout(written), withoutLayout(text));
  });
}

/** The formatter breaks lines and aligns tables. */
function withoutLayout(text: string): string {
  return text.replace(/-{3,}(?=:? \||:?\|)/g, "---").replace(/ *\| */g, "|").replace(/\s+/g, " ")
    .trim();
}
