// The main module of the executable's workers.

import { compileEmbedded, enter } from "./load.ts";
import type { WorkerProgram } from "./program.ts";

await enter<WorkerProgram>(compileEmbedded("worker")).work();
