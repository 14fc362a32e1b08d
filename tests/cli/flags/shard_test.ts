// `--shard` as it is typed, as an array of jobs says it, and with what it cannot be combined.

import { assertEquals, assertThrows } from "@std/assert";
import { parseArguments } from "../../../lib/cli/parse.ts";
import { NO_SURROUNDINGS } from "../../../lib/cli/sources/surroundings.ts";
import { UsageError } from "../../../lib/errors.ts";
import { settingsOf } from "../fixtures.ts";

/** Runs `body` with these variables set. */
function withVariables(set: Readonly<Record<string, string>>, body: () => void): void {
  for (const [name, value] of Object.entries(set)) Deno.env.set(name, value);
  try {
    body();
  } finally {
    for (const name of Object.keys(set)) Deno.env.delete(name);
  }
}

Deno.test("--shard auto: the task of a Slurm job array", () => {
  const set = {
    SLURM_ARRAY_TASK_ID: "12",
    SLURM_ARRAY_TASK_MIN: "10",
    SLURM_ARRAY_TASK_MAX: "13",
    SLURM_ARRAY_TASK_COUNT: "4",
    SLURM_ARRAY_TASK_STEP: "1",
  };
  withVariables(set, () => {
    const { options } = settingsOf("mirror", "--shard=auto", "a", "b");
    assertEquals(options.shard, { index: 3, count: 4 });
  });
});

Deno.test("--shard auto: the Indexed Job whose FERRY_SHARDS is no misspelt setting", () => {
  withVariables({ JOB_COMPLETION_INDEX: "0", FERRY_SHARDS: "16" }, () => {
    const around = { ...NO_SURROUNDINGS, environment: { FERRY_SHARDS: "16", FERRY_SHARD: "auto" } };
    const parsed = parseArguments(["mirror", "a", "b"], { around });
    if (!("options" in parsed)) throw new Error("no run");
    assertEquals(parsed.options.shard, { index: 1, count: 16 });
    assertEquals(parsed.notices, []);
  });
});

const REFUSED: readonly (readonly [args: string, message: string])[] = [
  ["mirror --shard 0/4 a b", "numbered from 1 to 4, so that there is no 0"],
  ["mirror --shard 5/4 a b", "numbered from 1 to 4, so that there is no 5"],
  ["mirror --shard half a b", "'half' is no shard"],
  ["mirror --shard auto a b", "neither SLURM_ARRAY_TASK_ID"],
  [
    "mirror --shard 1/4 --max-delete 10 a b",
    "--max-delete and --shard go together with a percentage alone",
  ],
];

for (const [args, message] of REFUSED) {
  Deno.test(`ferry ${args}: refused in one line`, () => {
    const error = assertThrows(() => parseArguments(args.split(" ")), UsageError, message);
    assertEquals(error.message.includes("\n"), false);
  });
}

Deno.test("--max-delete: a percentage is judged for each shard", () => {
  const { options } = settingsOf("mirror", "--shard=1/4", "--max-delete=10%", "a", "b");
  assertEquals(options.maxDelete, { amount: 10, unit: "percent" });
});
