// Whatever is typed ends in a result or in a usage error, never in another exception.

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { longNames } from "../../lib/cli/flags.ts";
import { parseArguments } from "../../lib/cli/parse.ts";
import { FerryError } from "../../lib/errors.ts";
import { runFerry } from "../support/ferry_process.ts";
import { sh, withScratch } from "../support/safety.ts";
import { rounds, tell } from "../support/torture.ts";

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

Deno.test("ferry: random command lines end with an exit code of its own and no stack trace", async () => {
  const lines = fc.sample(fc.array(argument, { maxLength: 6 }), rounds(20, 150))
    .map((line) => line.map((text) => text.replaceAll("\0", "")));
  await withScratch(async (dir) => {
    sh("mkdir a; touch a/b", dir);
    for (const line of lines) {
      // A dry run, whatever it is: some of these name real folders.
      const { code, stderr } = await runFerry(["mirror", "--dry-run", ...line], dir);
      assert(
        [0, 1, 2, 4].includes(code) && !/internal error|\n +at /.test(stderr),
        `${line}: ${stderr}`,
      );
    }
  });
  tell(`fuzz: ${lines.length} random command lines run, no stack trace`);
});
