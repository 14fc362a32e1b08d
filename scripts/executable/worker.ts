// The main module of the executable's workers.

import { load } from "./load.ts";
import type { WorkerProgram } from "./program.ts";

await load<WorkerProgram>("worker").work();
