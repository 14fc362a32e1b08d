// The table of what came of each failing system call: call × code × outcome.

import type { Fault, Result, Verdict } from "./injected_run.ts";

export class Outcomes {
  /** What ferry did wrong. */
  readonly problems: string[] = [];
  /** Verdicts and how often, by code, by call. */
  readonly #calls = new Map<string, Map<string, Map<Verdict, number>>>();

  add({ call, answer, when, flags }: Fault, { verdict, problem }: Result): void {
    const code = answer.replace("error=", "");
    if (verdict === null) {
      this.problems.push(`${call} ${code} when=${when} ${flags.join(" ")}: ${problem}`);
      return;
    }
    if (verdict === "unreached") return;
    const codes = this.#calls.get(call) ?? new Map<string, Map<Verdict, number>>();
    const verdicts = codes.get(code) ?? new Map<Verdict, number>();
    verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
    this.#calls.set(call, codes.set(code, verdicts));
  }

  /** A line a call: each code with what came of it, and how often. */
  table(): string {
    const lines = [...this.#calls].sort(([a], [b]) => a < b ? -1 : 1).map(([call, codes]) =>
      `${call}: ${[...codes].sort(([a], [b]) => a < b ? -1 : 1).map(describe).join(", ")}`
    );
    const all = [...this.#calls.values()].flatMap((codes) => [...codes.values()])
      .flatMap((verdicts) => [...verdicts.values()]).reduce((sum, count) => sum + count, 0);
    return [
      `system calls: ${all} faults, ${this.problems.length} hangs, lost errors or wrong successes`,
      ...lines,
    ].join("\n");
  }
}

function describe([code, verdicts]: [string, Map<Verdict, number>]): string {
  return `${code} ${[...verdicts].map(([verdict, count]) => `${verdict}×${count}`).join("/")}`;
}
