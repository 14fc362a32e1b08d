// What measures a run of a program, and what it finds.

import type { Command } from "../command.ts";

/** The cost of one run; null: could not be measured here. */
export interface Sample {
  readonly wallMs: number;
  readonly userMs: number | null;
  readonly sysMs: number | null;
  /** Peak resident memory; of a program with children that of the largest process. */
  readonly peakBytes: number | null;
}

/** A command and its first exit code that means failure. */
export interface Task {
  readonly command: Command;
  /** The first exit code that means failure; left out: 1. */
  readonly failsFrom?: number;
}

/** Measures runs. */
export interface Meter {
  readonly name: string;
  /** @throws {Error} if the command fails */
  measure(task: Task): Promise<Sample>;
}
