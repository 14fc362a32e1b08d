// The phases of a run: which jobs each puts on the stack, and that a limit on deletions comes before all of them.

import { assertEquals } from "@std/assert";
import { copyPhase, deletePhases, relinkPhase } from "../../../lib/engine/run/phases.ts";
import type { Threads } from "../../../lib/engine/run/threads.ts";
import { firstJob, JOB, type Job } from "../../../lib/engine/worker/job.ts";
import { packNames } from "../../../lib/engine/worker/packed_entries.ts";
import { JobStack } from "../../../lib/engine/worker/job_stack.ts";
import type { ExtraFolder } from "../../../lib/engine/worker/left_folders.ts";
import type { RunMode } from "../../../lib/run_mode.ts";
import { CONTROL, CONTROL_WORDS, STOP } from "../../../lib/shared/control.ts";
import { COUNTER, counterRow, createCounters } from "../../../lib/shared/counters.ts";

const NAME_OF = new Map<number, string>(Object.entries(JOB).map(([name, kind]) => [kind, name]));
const bytes = (text: string) => new TextEncoder().encode(text);

/** Threads that do no job but note it; `phases` has the kinds of each phase. */
function pretendThreads({ mode = "apply" as RunMode, room = 64 * 1024 } = {}) {
  const control = new Int32Array(new SharedArrayBuffer(CONTROL_WORDS * 4));
  const counters = createCounters(1);
  const count = counterRow(counters, 0);
  const stack = new JobStack(new SharedArrayBuffer(room), control, CONTROL.stackTop);
  const phases: string[][] = [];
  const left: ExtraFolder[] = [];
  const threads = {
    control,
    memory: { counters },
    main: { stack, mode, shard: null, ctx: { count, report: { wantsOperations: false } } },
    push: (job: Job) => stack.push(job),
    runPhase: () => {
      const kinds: string[] = [];
      for (let job = stack.tryPop(); job !== null; job = stack.tryPop()) {
        kinds.push(NAME_OF.get(job.kind)!);
      }
      phases.push(kinds);
      return Promise.resolve(left);
    },
  } as unknown as Threads;
  return { threads, control, count, phases, left };
}

function extra(path: string, names: Uint8Array[] | null = null): ExtraFolder {
  const kind = names === null ? undefined : JOB.replaceConflicts;
  return { root: 0, path: bytes(path), sourceDev: 1, kind, names };
}

const EXTRAS = [extra("a"), extra("b", [bytes("name")])];

for (const mode of ["apply", "preview", "verify"] as const) {
  const made = mode === "verify" ? 0 : 1;
  Deno.test(`copyPhase: all first jobs are one phase; ${mode} counts ${made} of the roots as made`, async () => {
    const { threads, phases, count } = pretendThreads({ mode });
    const entries = packNames([bytes("file")]);
    await copyPhase(threads, [
      firstJob(JOB.folder, 0, true),
      firstJob(JOB.folder, 1, false),
      firstJob(JOB.slice, 2, false, entries),
    ]);
    assertEquals(phases, [["slice", "folder", "folder"]]);
    assertEquals(count[COUNTER.foldersCreated], made);
  });
}

Deno.test("relinkPhase: only where names were missed, and not in a run that stops", async () => {
  const { threads, control, phases } = pretendThreads();
  const jobs = [firstJob(JOB.folder, 0, false)];
  await relinkPhase(threads, jobs);
  assertEquals(phases, []);
  control[CONTROL.namesMissed] = 1;
  await relinkPhase(threads, jobs);
  assertEquals(phases, [["relink"]]);
  control[CONTROL.stop] = STOP.cancelled;
  await relinkPhase(threads, jobs);
  assertEquals(phases, [["relink"]]);
});

Deno.test("deletePhases: extra entries go first, then what is left of them, then what is replaced", async () => {
  const { threads, phases, left } = pretendThreads();
  left.push(extra("a"));
  assertEquals(await deletePhases(threads, EXTRAS, null), null);
  assertEquals(phases, [["delete"], ["deleteRest"], ["replaceConflicts"]]);
});

Deno.test("deletePhases: nothing without extras or in a run that stops", async () => {
  const { threads, control, count, phases } = pretendThreads();
  assertEquals(await deletePhases(threads, [], null), null);
  control[CONTROL.stop] = STOP.cancelled;
  count[COUNTER.extraEntries] = 5;
  assertEquals(await deletePhases(threads, EXTRAS, { unit: "entries", amount: 1 }), null);
  assertEquals(phases, []);
});

for (
  const [unit, amount, allows] of [
    ["entries", 5, true],
    ["entries", 4, false],
    ["percent", 50, true],
    ["percent", 49, false],
  ] as const
) {
  Deno.test(`deletePhases: a limit of ${amount} ${unit} ${allows ? "allows" : "refuses"} 5 of 10, counted before anything is deleted`, async () => {
    const { threads, phases, count } = pretendThreads();
    count[COUNTER.extraEntries] = 5;
    count[COUNTER.targetEntries] = 10;
    const refusal = await deletePhases(threads, EXTRAS, { unit, amount });
    const counting = [["count"], ["countConflicts"]];
    assertEquals(phases.slice(0, 2), counting);
    assertEquals(phases.length > 2, allows);
    assertEquals(refusal?.startsWith("5 of 10 target entries") ?? null, allows ? null : true);
  });
}

Deno.test("deletePhases: as many folders as the stack takes are one phase, the rest another", async () => {
  const { threads, phases } = pretendThreads({ room: 256 });
  const folders = Array.from({ length: 10 }, (_, i) => extra(`folder${i}`));
  await deletePhases(threads, folders, null);
  assertEquals(phases.flat().length, 10);
  assertEquals(phases.length > 1, true);
});

Deno.test("deletePhases: as many folders as there are may be left to a later phase", async () => {
  const { threads, phases, left } = pretendThreads({ room: 32 * 1024 * 1024 });
  for (let i = 0; i < 200_000; i++) left.push(extra("a"));
  await deletePhases(threads, [extra("a")], null);
  assertEquals(phases.map((kinds) => [kinds[0], kinds.length]), [["delete", 1], [
    "deleteRest",
    left.length,
  ]]);
});
