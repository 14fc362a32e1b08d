// A signal may interrupt any call on a file system that waits for somebody else (EINTR), again and again,
// or without end. What is interrupted is made again, and no error; what never gets through is one.

import { assert, assertEquals } from "@std/assert";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { rounds, tell } from "../support/torture.ts";
import { judgeAll, makeBenches } from "./benches.ts";
import type { Fault, Verdict } from "./injected_run.ts";
import { FAULTY_CALLS } from "./man_page_codes.ts";

/** What leads a run to calls that it does not make by itself. */
const LEADS: Readonly<Record<string, Partial<Fault>>> = {
  sendfile: { also: ["copy_file_range:error=EXDEV"] },
  pread64: { flags: ["--no-zero-copy"] },
  pwrite64: { flags: ["--no-zero-copy", "--inplace"] },
  ioctl: { flags: ["--inplace"] },
  fsync: { flags: ["--fsync"] },
  sync_file_range: { flags: ["--verify"] },
  renameat2: { flags: ["--resume"] },
};

/** strace's `when`: of each thread's calls the first and every third after it, or all. Once: system_calls_test.ts. */
const HOW_OFTEN = { "again and again": "1+3", "without end": "1+" } as const;

/** What may come of it. A call of close(2) cannot be made again: its descriptor is gone. */
function allowed(call: string, howOften: string): readonly Verdict[] {
  if (howOften === "without end") return ["exact", "named", "stopped", "refused", "unreached"];
  return call === "close" ? ["exact", "named"] : ["exact"];
}

testOrSkip(
  "mirror: each call that a signal interrupts is made again; one that never gets through is named",
  needsRoot() ?? needsPrograms("strace"),
  async () => {
    await withScratch(async (dir) => {
      const benches = makeBenches(dir);
      for (const [howOften, when] of Object.entries(HOW_OFTEN).slice(0, rounds(1, 2))) {
        const verdicts = new Map<Verdict, string[]>();
        const sample = faults(when).filter((_, i) => i % rounds(3, 1) === 0);
        await judgeAll(benches, sample, ({ call }, { verdict, problem }) => {
          assertEquals(problem, "", `${call} ${howOften}`);
          assert(allowed(call, howOften).includes(verdict!), `${call} ${howOften}: ${verdict}`);
          verdicts.set(verdict!, [...verdicts.get(verdict!) ?? [], call]);
        });
        const lines = [...verdicts].map(([verdict, calls]) => `${verdict}: ${calls.join(" ")}`);
        tell(`EINTR ${howOften}: ${lines.join("; ")}`);
      }
    });
  },
);

/** Each call interrupted so often. */
function faults(when: string): Fault[] {
  return Object.entries(FAULTY_CALLS).map(([call, { anywhere }]) => {
    // The runtime makes its own calls again without end: it must not meet them all.
    const byPath = !anywhere || when === HOW_OFTEN["without end"];
    return { call, answer: "error=EINTR", when, byPath, flags: [], ...LEADS[call] };
  });
}
