// The executable's main module: main.ts, but for where the program comes from.

import { builtFrom, compile, enter } from "./load.ts";
import type { Program } from "./program.ts";

const script = compile("main");
Deno.exit(await enter<Program>(script).main(Deno.args, () => builtFrom(script)));
