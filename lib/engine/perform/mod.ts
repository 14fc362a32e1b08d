// Chooses the performer of a run's operations, once, and gives each thread what its decisions rest on.

import { EntryFacts } from "../facts/entry_facts.ts";
import type { Performer } from "../worker/performer.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { Apply } from "./apply/apply.ts";
import { Preview } from "./preview/preview.ts";
import { Digests } from "./verify/digests.ts";
import { Verify } from "./verify/verify.ts";

/** Gives a thread its performer. */
export function attachPerformer(worker: WorkerContext): void {
  const performer = choose(worker);
  worker.attach(performer, new EntryFacts(worker));
}

function choose(worker: WorkerContext): Performer {
  switch (worker.mode) {
    case "apply":
      return new Apply(worker);
    case "preview":
      return new Preview(worker);
    case "verify":
      return worker.roots.every(({ target }) => target < 0)
        ? new Digests(worker)
        : new Verify(worker);
  }
}
