// A signal may interrupt any call on a file system that waits for somebody else (EINTR): once, again and
// again, or without end. What is interrupted is made again, and no error; what never gets through is one.

import { assert, assertEquals } from "@std/assert";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { rounds, tell } from "../support/torture.ts";
import { makeFaultTrees } from "./fault_tree.ts";
import { Bench, type Fault, type Verdict } from "./injected_run.ts";
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

/** strace's `when`: of each thread's calls the first, the first and every third after it, or all. */
const HOW_OFTEN = { once: "1", "again and again": "1+3", "without end": "1+" } as const;

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
      makeFaultTrees(dir);
      const bench = new Bench(dir);
      const forms = Object.entries(HOW_OFTEN).slice(rounds(1, 0), rounds(2, 3));
      for (const [howOften, when] of forms) {
        const verdicts = new Map<Verdict, string[]>();
        for (const [call, { anywhere }] of Object.entries(FAULTY_CALLS)) {
          // The runtime makes its own calls again without end: it must not meet them all.
          const byPath = !anywhere || howOften === "without end";
          const fault = { call, answer: "error=EINTR", when, byPath, flags: [] };
          const { verdict, problem } = await bench.judge({ ...fault, ...LEADS[call] });
          assertEquals(problem, "", `${call} ${howOften}`);
          assert(allowed(call, howOften).includes(verdict!), `${call} ${howOften}: ${verdict}`);
          verdicts.set(verdict!, [...verdicts.get(verdict!) ?? [], call]);
        }
        const lines = [...verdicts].map(([verdict, calls]) => `${verdict}: ${calls.join(" ")}`);
        tell(`EINTR ${howOften}: ${lines.join("; ")}`);
      }
    });
  },
);
