// The executable: arguments in, exit code out, nothing else.

import { runCli } from "./lib/cli/cli.ts";

Deno.exit(await runCli(Deno.args));
