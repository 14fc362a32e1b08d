// What a line of a run's output says, whatever stands around it.

import { assertEquals } from "@std/assert";
import { readLine } from "../../lib/shard_outputs/output_line.ts";
import { began, ended } from "./outputs.ts";

const types = (...lines: string[]) => lines.map((line) => readLine(line).type);
const TIME = "2026-11-29T20:00:00.000Z";

Deno.test("readLine: summaries of --json, of its logs, and of other logs", () => {
  const summary = ended();
  const inLog = `{"time":"${TIME}",${summary.slice(1)}`;
  assertEquals(types(summary, inLog, `${TIME}\t${summary}`), ["summary", "summary", "summary"]);
  assertEquals(types(began(1, 2), `${TIME}\t${began(1, 2)}`), ["start", "start"]);
});

Deno.test("readLine: other objects are of entries, other text is nothing", () => {
  assertEquals(types('{"type":"operation","op":"copy"}', '{"type":"oper'), ["entry", "entry"]);
  assertEquals(types("", "slurmstepd: error: *** JOB 1 CANCELLED", "[1]"), [
    "nothing",
    "nothing",
    "nothing",
  ]);
});

Deno.test("readLine: a summary that a line that was cut off runs into counts, one that is cut off does not", () => {
  const summary = ended();
  assertEquals(types(`{"type":"operation","path":"a${summary}`), ["summary"]);
  assertEquals(types(`${summary.slice(0, 60)}${summary}`), ["summary"]);
  assertEquals(types(`${TIME} copy 'a${TIME}\t${summary}`), ["summary"]);
  assertEquals(types(summary.slice(0, -5)), ["entry"]);
  assertEquals(types(`${TIME}\t${summary.slice(0, -5)}`), ["nothing"]);
});

Deno.test("readLine: a name that looks like a summary is none", () => {
  const summary = ended();
  const name = JSON.stringify({ type: "operation", path: summary });
  assertEquals(types(name, `${TIME} ${summary}`, `${TIME} copy '${summary}'`, `a ${summary}`), [
    "entry",
    "nothing",
    "nothing",
    "nothing",
  ]);
});

Deno.test("readLine: an object of a later schema is not taken for one of this", () => {
  const later = JSON.stringify({ ...JSON.parse(ended()), schema: 2 });
  assertEquals(readLine(later), { type: "newer", schema: 2 });
});
