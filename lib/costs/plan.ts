// `plan`: what a mirror would do, and what it would take. One dry run, whose operations are added up.

import { openNative } from "../../ffi/mod.ts";
import { run } from "../engine/run/run.ts";
import type { RunRequest } from "../engine/roots/request.ts";
import { type Estimate, estimate } from "../estimate/estimate.ts";
import type { RunRecord } from "../estimate/run_record.ts";
import { wayOf } from "../estimate/way.ts";
import { workOf } from "../estimate/work.ts";
import type { RunEvent } from "../events.ts";
import type { Summary } from "../summary.ts";
import { fileSystemsAt } from "../history/file_systems.ts";
import type { Options } from "../options.ts";
import { type PlannedMethod, PlannedMethods } from "./methods.ts";
import { type PlannedRoom, RoomNeeds } from "./room.ts";
import { type SizeRange, SizeRanges } from "./sizes.ts";

/** What a mirror would take. */
export interface PlanFigures {
  /** Bytes of the files that would be replaced; those that would be copied have the rest of `bytesFound`. */
  readonly bytesReplaced: number;
  /** The files that would be copied or replaced, by size; all ranges, from small to large. */
  readonly sizes: readonly SizeRange[];
  /** How their bytes would move, per pair of file systems. */
  readonly methodsExpected: readonly PlannedMethod[];
  /** The room that it takes, per file system that it writes to. */
  readonly rooms: readonly PlannedRoom[];
  /** How long it takes; null for a plan that did not come to its end. */
  readonly estimate: Estimate | null;
}

/** What a mirror would come to: the summary of a dry run, and what it would take. */
export interface Plan extends Summary, PlanFigures {
  readonly command: "plan";
}

/** What holds for a plan whatever a script says: it lists, and touches nothing. */
const PLANNING = {
  dryRun: true,
  compareOnly: false,
  reportOperations: true,
  reportCosts: true,
} as const satisfies Partial<Options>;

/**
 * Plans what a mirror was asked for.
 *
 * @param history past runs that the estimate learns from
 * @throws {FerryError} as the mirror would
 */
export async function planOf(
  request: RunRequest,
  history: readonly RunRecord[] = [],
): Promise<Plan> {
  const { onEvent, options: { reportOperations } } = request;
  const sizes = new SizeRanges();
  const methodsExpected = new PlannedMethods(request.options);
  const rooms = new RoomNeeds(await openNative(), request);
  let bytesReplaced = 0;
  const add = (event: RunEvent) => {
    if (event.type !== "operation") return onEvent(event);
    if (event.op === "copy" || event.op === "replace") {
      sizes.add(event.size);
      methodsExpected.add(event);
    }
    if (event.op === "replace") bytesReplaced += event.size;
    rooms.add(event);
    if (reportOperations) onEvent(event);
  };
  const summary = await run({
    ...request,
    options: { ...request.options, ...PLANNING },
    onEvent: add,
  });
  return {
    ...summary,
    command: "plan",
    bytesReplaced,
    sizes: sizes.all(),
    methodsExpected: methodsExpected.all((device) => rooms.typeOf(device)),
    rooms: rooms.all(),
    estimate: isWhole(summary)
      ? await estimateOf(request, summary, rooms.bytesMoved, history)
      : null,
  };
}

/** Whether a dry run came to its end. */
function isWhole({ outcome }: Summary): boolean {
  return outcome !== "cancelled" && outcome !== "stopped";
}

/** @param bytes that are expected to move, and not to be shared */
async function estimateOf(
  { command, sources: [source], dest, options }: RunRequest,
  summary: Summary,
  bytes: number,
  history: readonly RunRecord[],
): Promise<Estimate> {
  const bytesVerified = summary.bytesVerified + (options.verify ? summary.bytesFound : 0);
  const work = workOf({ ...summary, bytesCopied: bytes, bytesVerified });
  return estimate(work, wayOf(command, options, await fileSystemsAt(source, dest)), history);
}
