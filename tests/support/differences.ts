// `verify` called from a test: what differs, as lines that a test can write down.

import type { DifferenceEvent, RunEvent } from "../../lib/events.ts";
import type { Summary } from "../../lib/summary.ts";
import { type RunOptions, verify } from "./runs.ts";

/** What a comparison came to. */
export interface Verified {
  readonly summary: Summary;
  /** `WHAT PATH`, with ` (SOURCE, TARGET)` where there are values; sorted. */
  readonly lines: readonly string[];
}

/** Compares two trees by the library. */
export async function verified(
  source: string,
  target: string,
  options: RunOptions = {},
): Promise<Verified> {
  const found: DifferenceEvent[] = [];
  const onEvent = (event: RunEvent) => {
    if (event.type === "difference") found.push(event);
  };
  const summary = await verify(source, target, { ...options, onEvent });
  return { summary, lines: found.map(lineOf).sort() };
}

function lineOf({ what, path, source, target }: DifferenceEvent): string {
  const values = source === null ? "" : ` (${source}, ${target})`;
  return `${what} ${new TextDecoder().decode(path)}${values}`;
}
