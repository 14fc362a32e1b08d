// The program of a worker: half of the whole one, of which each thread would hold a copy.

import type { WorkerProgram } from "./program.ts";

export const work: WorkerProgram["work"] = () => import("../../lib/engine/run/worker.ts");
