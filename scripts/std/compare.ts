// Holds Deno's standard library as npm has it, which deno.lock pins, to what JSR has: the same code, but for types and
// comments. Only scripts, benchmark and tests import it; nothing of it is in ferry.
//
//   deno task std                                                    needs JSR
//   deno run -A --import-map=scripts/std/jsr.json --no-lock SCRIPT   then runs SCRIPT with JSR's

import { fromFileUrl } from "@std/path";
import { differences, Unavailable } from "./same_code.ts";

const root = fromFileUrl(new URL("../..", import.meta.url));
try {
  const found = await differences(`${root}/deno.json`, `${root}/scripts/std/jsr.json`);
  for (const difference of found) console.error(difference);
  if (found.length === 0) {
    console.log("npm and JSR have the same code of each module that is imported");
  }
  Deno.exitCode = found.length === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof Unavailable)) throw error;
  console.error(error.message);
  Deno.exitCode = 1;
}
