// The executable's main module: main.ts, but for where the program comes from.

import { load } from "./load.ts";
import type { Program } from "./program.ts";

Deno.exit(await load<Program>("main").main(Deno.args));
