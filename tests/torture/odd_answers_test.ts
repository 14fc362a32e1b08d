// Answers of the calls that move bytes which are no errors and yet move nothing, and the way down the
// ladder of methods.

import { assertEquals } from "@std/assert";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { tell } from "../support/torture.ts";
import { makeFaultTrees } from "./fault_tree.ts";
import { Bench, type Fault, type Verdict } from "./injected_run.ts";

/** Sends files on from copy_file_range to sendfile. */
const NO_COPY_RANGE = ["copy_file_range:error=EXDEV"];

/** Keeps the kernel's copy away, and faults from the files of the runtime. */
const READING = { byPath: true, flags: ["--no-zero-copy"] };
const WRITING = { byPath: true, flags: ["--no-zero-copy", "--inplace"] };

function fault(call: string, answer: string, when: string, more: Partial<Fault> = {}): Fault {
  return { call, answer, when, byPath: false, flags: [], ...more };
}

const CASES: readonly (readonly [Fault, Verdict])[] = [
  [fault("copy_file_range", "retval=0", "1"), "exact"],
  [fault("copy_file_range", "retval=0", "1+"), "exact"],
  [fault("sendfile", "retval=0", "1+", { also: NO_COPY_RANGE }), "exact"],
  [fault("sendfile", "error=EINVAL", "1", { also: NO_COPY_RANGE }), "exact"],
  [fault("sendfile", "error=ENOSYS", "1+", { also: NO_COPY_RANGE }), "exact"],
  [fault("sendfile", "error=EIO", "1", { also: NO_COPY_RANGE }), "named"],
  [fault("sendfile", "error=ENOMEM", "1", { also: NO_COPY_RANGE }), "named"],
  [fault("pread64", "retval=0", "1", READING), "exact"],
  [fault("pread64", "retval=0", "1+", READING), "named"],
  [fault("pwrite64", "retval=0", "1+", WRITING), "named"],
];

testOrSkip(
  "mirror: calls that move nothing, and those that are refused, are made good or told",
  needsRoot() ?? needsPrograms("strace"),
  async () => {
    await withScratch(async (dir) => {
      makeFaultTrees(dir);
      const bench = new Bench(dir);
      for (const [each, verdict] of CASES) {
        const context = `${each.call} ${each.answer} when=${each.when}`;
        const result = await bench.judge(each);
        assertEquals([result.problem, result.verdict], ["", verdict], context);
      }
      tell(`odd answers: ${CASES.length} ways to move nothing or to be refused, none lost`);
    });
  },
);
