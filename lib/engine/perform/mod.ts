// Chooses the performer of a run's operations, once. Only the modules of the chosen one are loaded.

import type { RunMode } from "../../run_mode.ts";
import { EntryFacts } from "../facts/entry_facts.ts";
import type { Performer } from "../worker/performer.ts";
import type { WorkerContext } from "../worker/worker_context.ts";

/** Makes the performer of one thread. */
export type PerformerMaker = new (worker: WorkerContext) => Performer;

/**
 * Loads the performer of a mode.
 *
 * @param hasTarget whether there is a target; without one, a verification computes digests
 */
export async function loadPerformer(mode: RunMode, hasTarget: boolean): Promise<PerformerMaker> {
  switch (mode) {
    case "apply":
      return (await import("./apply/apply.ts")).Apply;
    case "preview":
      return (await import("./preview/preview.ts")).Preview;
    case "verify":
      return hasTarget
        ? (await import("./verify/verify.ts")).Verify
        : (await import("./verify/digests.ts")).Digests;
    case "remove":
      return (await import("./remove/remove.ts")).Remove;
    case "preview-removal":
      return (await import("./remove/preview_removal.ts")).PreviewRemoval;
  }
}

/** Gives a thread its performer, and what its decisions rest on. */
export function attachPerformer(worker: WorkerContext, Performer: PerformerMaker): void {
  worker.attach(new Performer(worker), new EntryFacts(worker));
}
