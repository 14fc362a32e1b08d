// Each system call that a run makes fails once, with each code that its man page lists: the run ends, no
// error is lost, nothing wrong is called success, and the next run puts everything right.

import { assertEquals } from "@std/assert";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { randomNumbers, rounds, seedOfRun, tell } from "../support/torture.ts";
import { judgeAll, makeBenches } from "./benches.ts";
import type { Bench, Fault } from "./injected_run.ts";
import { FAULTY_CALLS } from "./man_page_codes.ts";
import { Outcomes } from "./outcomes.ts";

/** The ways of copying, which differ in their calls; where `only` is given, just these are new in it. */
const WAYS: readonly { readonly flags: readonly string[]; readonly only?: readonly string[] }[] = [
  { flags: [] },
  { flags: ["--inplace"] },
  { flags: ["--fsync"], only: ["fsync", "openat", "linkat", "renameat", "mkdirat", "utimensat"] },
  { flags: ["--no-zero-copy"], only: ["openat", "pread64", "pwrite64", "lseek", "ftruncate"] },
  { flags: ["--verify"], only: ["sync_file_range", "pread64"] },
  { flags: ["--resume"], only: ["renameat2", "flock", "fstatfs"] },
];
/** Faults in the short form. */
const SAMPLE = 120;

testOrSkip(
  "mirror: each system call failing with each code is told, or made good",
  needsRoot() ?? needsPrograms("strace"),
  async () => {
    const seed = seedOfRun();
    await withScratch(async (dir) => {
      const benches = makeBenches(dir);
      const faults = await faultsOf(benches[0], randomNumbers(seed));
      const outcomes = new Outcomes();
      await judgeAll(benches, faults, (fault, result) => outcomes.add(fault, result));
      tell(outcomes.table());
      assertEquals(outcomes.problems, [], `seed ${seed}`);
    });
  },
);

/** All faults, or a random sample of them. */
async function faultsOf(bench: Bench, random: () => number): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const { flags, only = Object.keys(FAULTY_CALLS) } of WAYS) {
    for (const byPath of [true, false]) {
      const calls = Object.entries(FAULTY_CALLS)
        .filter(([call, { anywhere }]) => !anywhere === byPath && only.includes(call));
      if (calls.length === 0) continue;
      const counts = await bench.counts(flags, calls.map(([call]) => call), byPath);
      for (const [call, { codes }] of calls) {
        const count = counts.get(call) ?? 0;
        for (const code of count === 0 ? [] : codes) {
          const when = `${1 + Math.floor(random() * count)}`;
          faults.push({ call, answer: `error=${code}`, when, byPath, flags });
        }
      }
    }
  }
  const wanted = rounds(SAMPLE, faults.length);
  return faults.map((fault) => ({ fault, order: random() })).sort((a, b) => a.order - b.order)
    .slice(0, wanted).map(({ fault }) => fault);
}
