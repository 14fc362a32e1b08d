// Moments of runs whose true times are known, and how far off is what is told at them.

import { Forecaster } from "../../../lib/cli/screen/forecaster.ts";
import type { ProgressEvent } from "../../../lib/events.ts";
import { NO_PROGRESS, NO_TOTALS } from "../fixtures.ts";

export const KIB = 1024, MIB = 1024 * KIB;
/** Milliseconds between two moments. */
export const STEP_MS = 100;

/** A moment of a copy. */
export function momentOf(known: Partial<ProgressEvent>): ProgressEvent {
  const { filesDone = 0, bytesDone = 0 } = known;
  const copied = { filesCopied: filesDone, bytesCopied: bytesDone };
  const nothing = { type: "progress", ...NO_TOTALS, ...NO_PROGRESS, durationMs: 0 } as const;
  return { ...nothing, ...copied, ...known };
}

/** A moment each step of a run that takes so long. */
export function momentsUntil(
  clock: number,
  knownAt: (durationMs: number) => Partial<ProgressEvent>,
): ProgressEvent[] {
  const moments: ProgressEvent[] = [];
  for (let durationMs = STEP_MS; durationMs < clock; durationMs += STEP_MS) {
    moments.push(momentOf({ durationMs, ...knownAt(durationMs) }));
  }
  return moments;
}

/** Numbers from 0 to 1 that look like chance and are always the same. */
export function chance(seed: number): () => number {
  return () => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
}

/** What was told at the moments of a run, in order: the errors of its end, in shares of the whole time, from a tenth of it on. */
export function errorsOf(moments: readonly ProgressEvent[], clock: number): number[] {
  const forecaster = new Forecaster();
  const told = moments.map((moment) => [moment.durationMs, forecaster.add(moment).leftMs] as const);
  return told.filter(([atMs]) => atMs >= clock / 10)
    .map(([atMs, leftMs]) => Math.abs((atMs + (leftMs ?? Infinity)) / clock - 1));
}

/** The numbers of steps that are done at each moment, where each takes so long. */
export function doneAt(
  steps: readonly number[],
): { clock: number; done: (atMs: number) => number } {
  let clock = 0;
  const ends = steps.map((ms) => clock += ms);
  return { clock, done: (atMs) => ends.filter((end) => end <= atMs).length };
}
