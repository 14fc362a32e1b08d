// The fields of a result, for scripts that write one without the benchmark's own code. The compiler
// holds these lists against the types: a field that is added there is missing here.

import type { Machine } from "../../bench/machine.ts";
import type { Sample } from "../../bench/measure.ts";
import type { Outcome, Series } from "../../bench/outcome.ts";
import type { Result } from "../../bench/results.ts";

type Required<T> = { [K in keyof T]-?: undefined extends T[K] ? never : K }[keyof T];
type Fields<T> = Record<Required<T>, true>;

const result: Fields<Result> & { storage: true } = {
  format: true,
  date: true,
  scale: true,
  runs: true,
  ferry: true,
  isCompiled: true,
  machine: true,
  storage: true,
  meter: true,
  versions: true,
  missing: true,
  outcomes: true,
};
const machine: Fields<Machine> = {
  kernel: true,
  processor: true,
  cores: true,
  memoryBytes: true,
  deno: true,
  load: true,
  commit: true,
};
const outcome: Fields<Outcome> = {
  workload: true,
  title: true,
  fileSystem: true,
  files: true,
  series: true,
  callsPerFile: true,
  tookMs: true,
  needsCompiled: true,
  failure: true,
};
const series: Fields<Series> = {
  program: true,
  command: true,
  samples: true,
  comparedWith: true,
  differences: true,
  failure: true,
};
const sample: Fields<Sample> = { wallMs: true, userMs: true, sysMs: true, peakBytes: true };

/** Names of fields, sorted, by what has them. */
export const FIELDS = {
  result: names(result),
  machine: names(machine),
  outcome: names(outcome),
  series: names(series),
  sample: names(sample),
};

/** The names of an object's fields, sorted. */
export function names(object: object): string[] {
  return Object.keys(object).sort();
}
