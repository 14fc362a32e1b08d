// Options that cannot both be had, and which of them wins: said once, at the start of a run.

import type { Options } from "../options.ts";

/** Options without contradictions, and what to tell the user about those there were. */
export interface SettledOptions {
  readonly options: Options;
  readonly notices: readonly string[];
}

/** Settles what contradicts. */
export function settle(options: Options): SettledOptions {
  const notices: string[] = [];
  let { zeroCopy } = options;
  if (zeroCopy === "always" && options.bandwidthLimit !== null) {
    notices.push("--bwlimit wins over --zero-copy: bytes are read and written, at its rate");
    zeroCopy = "auto";
  }
  if (zeroCopy === "always" && options.resume) {
    notices.push("--resume wins over --zero-copy: what is there already is read and compared");
    zeroCopy = "auto";
  }
  return { options: notices.length > 0 ? { ...options, zeroCopy } : options, notices };
}
