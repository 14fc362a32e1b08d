// Whatever is typed ends in a result or in a usage error, never in another exception.

import { assert, assertEquals } from "@std/assert";
import fc from "../support/fast_check.ts";
import { parseArguments } from "../../lib/cli/parse.ts";
import { FerryError } from "../../lib/errors.ts";
import { argument } from "../support/random_arguments.ts";
import { rounds, tell } from "../support/torture.ts";

const command = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom("copy", "mirror", "help") },
  { weight: 1, arbitrary: argument },
);

const LINES = rounds(2000, 10_000);

Deno.test(`parseArguments: ${LINES} random command lines throw nothing but usage errors`, () => {
  let accepted = 0;
  fc.assert(
    fc.property(command, fc.array(argument, { maxLength: 8 }), (first, rest) => {
      try {
        parseArguments([first, ...rest]);
        accepted++;
      } catch (error) {
        if (!(error instanceof FerryError)) throw error;
        assertEquals(error.kind, "usage");
      }
    }),
    { numRuns: LINES },
  );
  // A generator that never hits anything valid would test little.
  assert(accepted > 20, `only ${accepted} were accepted`);
  tell(`fuzz: ${LINES} random command lines parsed, ${accepted} accepted, no stack trace`);
});
