// The gate: names each target that was missed or could not be judged and each workload without a result,
// and fails if there is any.

import { FEWEST_RUNS } from "./options.ts";
import { describe, type Judgement } from "./judge.ts";
import type { Outcome } from "./outcome.ts";

/** Prints the problems; gives the exit code. */
export function gate(
  outcomes: readonly Outcome[],
  judgements: readonly Judgement[],
  runs: number,
  leftOut: readonly string[],
): number {
  const problems = [
    ...(runs < FEWEST_RUNS ? [`only ${runs} runs; a gate needs ${FEWEST_RUNS}`] : []),
    ...outcomes.flatMap(failures),
    ...judgements.filter(({ verdict }) => verdict !== "ok").map(describe),
    ...leftOut.map((what) => `not run: ${what}`),
  ];
  for (const problem of problems) console.error(`gate: ${problem}`);
  console.error(
    problems.length === 0
      ? `gate: passed, ${judgements.length} targets met`
      : `gate: failed, ${problems.length} problems`,
  );
  return problems.length === 0 ? 0 : 1;
}

/** Failures that no target's judgement names. */
function failures(outcome: Outcome): string[] {
  const failure = outcome.failure ?? outcome.series[0]?.failure;
  return failure ? [`${outcome.workload} on ${outcome.fileSystem}: ${failure}`] : [];
}
