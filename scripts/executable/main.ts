// The executable's main module: main.ts, but for where the program comes from.

import { builtFrom, compileEmbedded, enter } from "./load.ts";
import type { Program } from "./program.ts";

const script = compileEmbedded("main");
Deno.exit(await enter<Program>(script).main(Deno.args, () => builtFrom(script)));
