// Two runs with faults at a time, each in a folder of its own: a run waits as long as it works.

import { makeFaultTrees } from "./fault_tree.ts";
import { Bench, type Fault, type Result } from "./injected_run.ts";

const LANES = 2;

/** Makes the trees of each lane below `dir`. */
export function makeBenches(dir: string): Bench[] {
  return Array.from({ length: LANES }, (_, lane) => {
    const own = `${dir}/${lane}`;
    Deno.mkdirSync(own);
    makeFaultTrees(own);
    return new Bench(own);
  });
}

/** Judges all faults, whichever bench is free. */
export async function judgeAll(
  benches: readonly Bench[],
  faults: readonly Fault[],
  onResult: (fault: Fault, result: Result) => void,
): Promise<void> {
  const waiting = [...faults].reverse();
  await Promise.all(benches.map(async (bench) => {
    for (let fault = waiting.pop(); fault !== undefined; fault = waiting.pop()) {
      onResult(fault, await bench.judge(fault));
    }
  }));
}
