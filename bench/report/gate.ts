// The gate: names each target that was missed or could not be judged and each workload without a result,
// and fails if there is any. It names what is out of reach, too.

import { FEWEST_RUNS } from "../options.ts";
import { describe, type Judgement } from "./judge.ts";
import type { Outcome } from "../measure/outcome.ts";

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
    ...judgements.filter(({ verdict }) => verdict === "missed" || verdict === "not judged")
      .map(describe),
    ...leftOut.map((what) => `not run: ${what}`),
  ];
  const outOfReach = judgements.filter(({ verdict }) => verdict === "out of reach");
  for (const judgement of outOfReach) console.error(`gate: out of reach: ${describe(judgement)}`);
  for (const problem of problems) console.error(`gate: ${problem}`);
  const met = judgements.filter(({ verdict }) => verdict === "ok").length;
  console.error(
    problems.length === 0
      ? `gate: passed, ${met} targets met, ${outOfReach.length} out of reach`
      : `gate: failed, ${problems.length} problems`,
  );
  return problems.length === 0 ? 0 : 1;
}

/** Failures that no target's judgement names. */
function failures(outcome: Outcome): string[] {
  const failure = outcome.failure ?? outcome.series[0]?.failure;
  return failure ? [`${outcome.workload} on ${outcome.fileSystem}: ${failure}`] : [];
}
