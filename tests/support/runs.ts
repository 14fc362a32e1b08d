// Runs as the commands begin them, for tests of the engine: options in its own terms, all of them for each function, and an
// end that is always a summary with its events. What scripts call is tested in `tests/library/`.

import type { Summary } from "../../lib/summary.ts";
import type { Placement } from "../../lib/library/options.ts";
import type { Path, RunOptions } from "../../lib/library/request.ts";
import {
  startCheck,
  startCopy,
  startMirror,
  startMove,
  startPlan,
  startVerify,
} from "../../lib/library/start.ts";
import type { Manifest } from "../../lib/manifest.ts";
import type { Plan } from "../../lib/costs/plan.ts";

export type { Path, Plan, RunOptions, Summary };

/** Options, and where in or at DEST the sources arrive. */
export interface PlacedOptions extends RunOptions {
  readonly placement?: Placement;
}

export function copy(
  sources: Path | readonly Path[],
  dest: Path,
  { placement = "auto", ...options }: PlacedOptions = {},
): Promise<Summary> {
  return startCopy({ command: "copy", sources: listOf(sources), dest, placement }, options);
}

export function move(
  sources: Path | readonly Path[],
  dest: Path,
  { placement = "auto", ...options }: PlacedOptions = {},
): Promise<Summary> {
  return startMove({ command: "move", sources: listOf(sources), dest, placement }, options);
}

export function mirror(source: Path, dest: Path, options: RunOptions = {}): Promise<Summary> {
  return startMirror(source, dest, options);
}

export function plan(source: Path, dest: Path, options: RunOptions = {}): Promise<Plan> {
  return startPlan(source, dest, options);
}

export function verify(source: Path, dest: Path, options: RunOptions = {}): Promise<Summary> {
  return startVerify(source, dest, options);
}

export function check(manifest: Manifest, dest: Path, options: RunOptions = {}): Promise<Summary> {
  return startCheck(manifest, dest, options);
}

function listOf(paths: Path | readonly Path[]): readonly Path[] {
  return Array.isArray(paths) ? paths as readonly Path[] : [paths as Path];
}
