// What a plan looks like, at 80 columns and at 40, and as JSON.

import { assert, assertEquals } from "@std/assert";
import type { PlannedRoom } from "../../../lib/mod.ts";
import type { Plan } from "../../../lib/costs/plan.ts";
import { jsonSummary } from "../../../lib/cli/screen/json.ts";
import { isPlan, planText } from "../../../lib/cli/screen/plan.ts";
import { toBytes } from "../../../lib/cli/text.ts";
import { summary } from "../fixtures.ts";

const ROOM: PlannedRoom = {
  device: 1,
  path: toBytes("/backup"),
  type: "ext4",
  neededBytes: 5_000_000,
  mostBytes: 6_000_000,
  neededEntries: 1240,
  freedBytes: 0,
  freeBytes: 50_000_000,
  freeEntries: 1000,
  fits: "yes",
};

function planned(changed: Partial<Plan> = {}): Plan {
  return {
    ...summary({
      filesCopied: 1234,
      filesReplaced: 3,
      deleted: 10,
      filesUnchanged: 98000,
      dryRun: true,
    }),
    command: "plan",
    bytesFound: 5_033_164,
    bytesReplaced: 33_164,
    sizes: [
      { upTo: 4096, files: 1200, bytes: 1_000_000 },
      { upTo: 65536, files: 37, bytes: 4_033_164 },
      { upTo: null, files: 0, bytes: 0 },
    ],
    methodsExpected: [
      {
        method: "reflink",
        otherwise: "copy_file_range",
        sourceDevice: 1,
        targetDevice: 1,
        why: "if xfs shares blocks here",
        files: 37,
        bytes: 4_033_164,
      },
      {
        method: "read_write",
        otherwise: null,
        sourceDevice: 1,
        targetDevice: 1,
        why: "small files",
        files: 1200,
        bytes: 1_000_000,
      },
    ],
    rooms: [ROOM],
    estimate: { seconds: 12.34, low: 8, high: 75, runs: 2 },
    ...changed,
  };
}

const WIDE = `copy                  1,234    4.8 MiB
replace                   3   32.4 KiB
delete                   10
keep                 98,000

by size
  up to 4 KiB         1,200  976.6 KiB ##############################
  up to 64 KiB           37    3.8 MiB #

by method
  reflink, else copy_file_range
                         37    3.8 MiB  if xfs shares blocks here
  read_write          1,200  976.6 KiB  small files

room in '/backup' (ext4)
  needed            5.7 MiB
  free             47.7 MiB
  it fits

time about 12.3 s
  mostly 8.00 s to 1m15s, by 2 past runs

planned in 1.23 s; nothing was touched
`;

Deno.test("planText: counts, sizes, methods, room and time, below each other", () => {
  assertEquals(planText(planned(), { columns: 80, terminal: false }), WIDE);
});

Deno.test("planText: half a terminal is enough, whatever there is to say", () => {
  const rooms = [
    { ...ROOM, fits: "no", freeBytes: 1_000_000, freedBytes: 123_456_789 },
    { ...ROOM, fits: "perhaps", freeBytes: 5_500_000 },
    { ...ROOM, fits: "no" },
    { ...ROOM, fits: "unknown", freeBytes: null },
  ] as const;
  const text = planText(planned({ rooms }), { columns: 40, terminal: true });
  for (const line of text.split("\n")) assert(line.length <= 40, line);
  const verdicts = text.replaceAll(/\n {2}(?! )/g, " ").split("\n").filter((line) =>
    line.startsWith("room")
  );
  const ends = [
    "it DOES NOT FIT: 3.8 MiB too much; deletions free 117.7 MiB, but only after all is copied",
    "it MAY NOT FIT: that depends on the order of the files, on what is shared or compressed, and on what the file system takes for itself",
    "it DOES NOT FIT: 240 entries too much",
    "how much is free is not told here",
  ];
  verdicts.forEach((line, i) => assert(line.endsWith(ends[i]), line));
});

Deno.test("planText: where there is nothing to do, it says so; what was stopped is called that", () => {
  const nothing = planned({
    filesCopied: 0,
    filesReplaced: 0,
    deleted: 0,
    sizes: [{ upTo: null, files: 0, bytes: 0 }],
    methodsExpected: [],
    rooms: [],
    estimate: null,
  });
  const style = { columns: 80, terminal: false };
  const end = "\n\nplanned in 1.23 s; nothing was touched\n";
  assertEquals(planText(nothing, style), `nothing to do\nkeep                 98,000${end}`);
  assert(
    planText({ ...nothing, outcome: "stopped" }, style).includes("the run would stop here, too"),
  );
  assert(planText({ ...nothing, outcome: "cancelled" }, style).includes("interrupted"));
});

Deno.test("jsonSummary: a plan is in the last object, and what was broken off is none", () => {
  const { plan, command, dry_run } = JSON.parse(jsonSummary(planned(), 0));
  assertEquals([command, dry_run, plan.bytes, plan.bytes_replaced], [
    "plan",
    true,
    5_033_164,
    33_164,
  ]);
  assertEquals(plan.sizes[1], { up_to: 65536, files: 37, bytes: 4_033_164 });
  assertEquals(plan.methods[0].otherwise, "copy_file_range");
  assertEquals([plan.room[0].path, plan.room[0].fits, plan.estimate.runs], ["/backup", "yes", 2]);
  const none = summary({ command: "plan", outcome: "cancelled" });
  assertEquals([isPlan(none), JSON.parse(jsonSummary(none, 130)).plan], [false, undefined]);
});
