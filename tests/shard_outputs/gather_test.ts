// Which run of a shard counts, which have not ended, and which do not belong together.

import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../lib/errors.ts";
import { began, BEGUN, ended, mergedFrom } from "./outputs.ts";

const at = (seconds: number) => ({ endedAt: BEGUN + seconds * 1000 });

/** What is told of each shard: `number × runs: deleted`, or that it has not ended. */
function told(...outputs: string[][]): string[] {
  return mergedFrom(...outputs).shards.map(({ index, told, runs }) =>
    `${index} × ${runs}: ${told === null ? "not ended" : told.summary.deleted}`
  );
}

Deno.test("Gatherer: of a shard that ran again the run that ended last counts, in whatever order it is read", () => {
  const first = ended({ of: [1, 2], deleted: 1, ...at(1) });
  const second = ended({ of: [1, 2], deleted: 2, ...at(2) });
  const other = ended({ of: [2, 2], deleted: 3, ...at(1) });
  assertEquals(told([first, second], [other]), ["1 × 2: 2", "2 × 1: 3"]);
  assertEquals(told([second, other], [first]), ["1 × 2: 2", "2 × 1: 3"]);
  // Of an earlier version, which did not tell the time.
  const old = (deleted: number) => ended({ of: [1, 2], deleted, endedAt: 0 });
  assertEquals(told([old(1)], [old(2)]), ["1 × 2: 2"]);
});

Deno.test("Gatherer: the log and the output of a run are not two runs", () => {
  const runs = [1, 2].map((second) => ended({ deleted: second, ...at(second) }));
  assertEquals(told([began(1, 1), ...runs], runs), ["1 × 2: 2"]);
});

Deno.test("Gatherer: a run that has begun after the last one ended, and has not ended, counts", () => {
  const done = ended({ of: [1, 2], ...at(1) });
  const entry = '{"type":"operation","op":"copy"}';
  assertEquals(told([began(1, 2), done, began(1, 2, BEGUN + 2000)]), ["1 × 2: not ended"]);
  assertEquals(told([done, entry]), ["1 × 2: not ended"]);
  assertEquals(told([entry, done]), ["1 × 1: 0"]);
  // An earlier one that was killed, and run again.
  assertEquals(told([began(1, 2)], [done]), ["1 × 2: 0"]);
  // Several shards that write to one file at once.
  const both = [began(1, 2), began(2, 2), entry, done, entry];
  assertEquals(told([...both, ended({ of: [2, 2], ...at(3) })]), ["1 × 1: 0", "2 × 1: 0"]);
  assertEquals(told(both), ["1 × 1: 0", "2 × 1: not ended"]);
});

Deno.test("Gatherer: names what tells of no run, and of one without shard and end", () => {
  const { silentOutputs, unendedOutputs, exitCode } = mergedFrom(
    [ended()],
    ["text"],
    ['{"type":"error"}'],
    [],
  );
  assertEquals(silentOutputs, ["output 2", "output 4"]);
  assertEquals([unendedOutputs, exitCode], [["output 3"], 4]);
});

Deno.test("Gatherer: runs that do not belong together are refused", () => {
  const own = ended({ of: [1, 2] });
  for (
    const other of [
      ended({ of: [2, 3] }),
      ended({ of: null }),
      ended({ of: [2, 2], command: "verify" }),
      ended({ of: [2, 2], dest: "elsewhere" }),
      ended({ of: [2, 2], source: ["other"] }),
      ended({ of: [2, 2], dryRun: true }),
      began(2, 3),
    ]
  ) {
    const error = assertThrows(() => mergedFrom([own], [other]), UsageError);
    assertEquals(error.code, "MIXED_RUNS");
  }
  assertThrows(
    () => mergedFrom([own, ended({ of: [1, 3] })]),
    UsageError,
    "'output 1' tells of runs",
  );
  // The same folders.
  assertEquals(told([own], [ended({ of: [2, 2], source: ["src/"], dest: "dst//" })]).length, 2);
});

Deno.test("Gatherer: outputs without any run are refused, and so are those of a later schema", () => {
  for (
    const [lines, advice] of [[[], "a run writes it"], [['{"type":"e'], "has not ended"]] as const
  ) {
    const error = assertThrows(() => mergedFrom(lines), UsageError, "has no summary");
    assertEquals([error.code, error.advice?.includes(advice)], ["NO_SUMMARY", true]);
  }
  const later = JSON.stringify({ ...JSON.parse(ended()), schema: 9 });
  assertThrows(() => mergedFrom([later]), UsageError, '"schema": 9');
});
