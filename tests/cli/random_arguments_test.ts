// Whatever is typed ends in a result or in a usage error, never in another exception.

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { longNames } from "../../lib/cli/flags.ts";
import { parseArguments } from "../../lib/cli/parse.ts";
import { FerryError } from "../../lib/errors.ts";

const flag = fc.constantFrom(
  ...longNames("copy"),
  ...longNames("mirror"),
  "-t",
  "-T",
  "-j",
  "-avn",
);
const value = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom(
    "1",
    "10K",
    "1.5M",
    "7d",
    "always",
    "25%",
    "-",
    "--",
    "",
    "NaN",
    "1e9",
    "__proto__",
  ),
);
const argument = fc.oneof(
  flag,
  value,
  fc.tuple(flag, value).map(([name, text]) => `${name}=${text}`),
  value.map((text) => `-${text}`),
);
const command = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom("copy", "mirror", "help") },
  { weight: 1, arbitrary: argument },
);

Deno.test("parseArguments: 2,000 random command lines throw nothing but usage errors", () => {
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
    { numRuns: 2000 },
  );
  // A generator that never hits anything valid would test little.
  assert(accepted > 20, `only ${accepted} were accepted`);
});
