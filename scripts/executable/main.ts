// The executable's main module: main.ts, but for where the program comes from.

import { load } from "./load.ts";

Deno.exit(await load().main(Deno.args));
