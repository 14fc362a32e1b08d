// ferry's command line as tests run it through the stand-in for Darwin: main.ts and nothing else.

import { chooseNative } from "../../ffi/mod.ts";
import { runCli } from "../../lib/cli/cli.ts";
import { chosenStandIn } from "./chosen_stand_in.ts";

chooseNative({ darwin: chosenStandIn()! });
Deno.exit(await runCli(Deno.args));
