// The main module of the executable's workers.

import { compile, enter } from "./load.ts";
import type { WorkerProgram } from "./program.ts";

await enter<WorkerProgram>(compile("worker")).work();
