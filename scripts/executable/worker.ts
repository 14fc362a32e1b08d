// The main module of the executable's workers.

import { load } from "./load.ts";

await load().work();
