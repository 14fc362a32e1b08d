// Which of how many parts a run is: as typed, and as Slurm and Kubernetes say it.

import { assertEquals, assertThrows } from "@std/assert";
import { parseShard, shardOfTask } from "../lib/shard.ts";

Deno.test("parseShard: I/N, counted from 1", () => {
  assertEquals(parseShard("1/1"), { index: 1, count: 1 });
  assertEquals(parseShard("8/8"), { index: 8, count: 8 });
});

for (
  const [text, message] of [
    ["0/8", "shards are numbered from 1 to 8, so that there is no 0"],
    ["9/8", "shards are numbered from 1 to 8, so that there is no 9"],
    ["1/0", "there must be at least one shard"],
    ["1/2000000", "there are at most 1000000 shards"],
    ["3", "'3' is no shard: I/N is the number of one and how many there are"],
    ["-1/8", "'-1/8' is no shard"],
    ["1/8/2", "'1/8/2' is no shard"],
  ]
) {
  Deno.test(`parseShard: '${text}' is refused`, () => {
    assertThrows(() => parseShard(text), RangeError, message);
  });
}

type Variables = Record<string, string>;

const ofTask = (set: Variables) => shardOfTask((name) => set[name] ?? null);

function slurm(id: number, first: number, last: number, step = 1): Variables {
  return {
    SLURM_ARRAY_TASK_ID: String(id),
    SLURM_ARRAY_TASK_MIN: String(first),
    SLURM_ARRAY_TASK_MAX: String(last),
    SLURM_ARRAY_TASK_STEP: String(step),
    SLURM_ARRAY_TASK_COUNT: String((last - first) / step + 1),
  };
}

Deno.test("shardOfTask: a Slurm array may begin anywhere, in any steps", () => {
  assertEquals(ofTask(slurm(0, 0, 7)), { index: 1, count: 8 });
  assertEquals(ofTask(slurm(7, 0, 7)), { index: 8, count: 8 });
  assertEquals(ofTask(slurm(3, 1, 8)), { index: 3, count: 8 });
  assertEquals(ofTask(slurm(14, 10, 18, 4)), { index: 2, count: 3 });
  assertEquals(ofTask(slurm(5, 5, 5)), { index: 1, count: 1 });
});

Deno.test("shardOfTask: an Indexed Job counts from 0", () => {
  const set = { JOB_COMPLETION_INDEX: "0", FERRY_SHARDS: "4" };
  assertEquals(ofTask(set), { index: 1, count: 4 });
  assertEquals(ofTask({ ...set, JOB_COMPLETION_INDEX: "3" }), { index: 4, count: 4 });
});

const LACKING: readonly (readonly [Variables, string])[] = [
  [{}, "neither SLURM_ARRAY_TASK_ID (a Slurm job array) nor JOB_COMPLETION_INDEX"],
  [{ JOB_COMPLETION_INDEX: "1" }, "FERRY_SHARDS is not set"],
  [{ JOB_COMPLETION_INDEX: "4", FERRY_SHARDS: "4" }, "is 4, and FERRY_SHARDS only 4"],
  [{ JOB_COMPLETION_INDEX: "x", FERRY_SHARDS: "4" }, "is 'x', which is no number"],
  [{ SLURM_ARRAY_TASK_ID: "1" }, "SLURM_ARRAY_TASK_MIN is not set"],
  // --array=1,3,4
  [{ ...slurm(3, 1, 4), SLURM_ARRAY_TASK_COUNT: "3" }, "are not evenly spaced"],
];

for (const [set, message] of LACKING) {
  Deno.test(`shardOfTask: ${JSON.stringify(set)} is refused`, () => {
    assertThrows(() => ofTask(set), RangeError, message);
  });
}
