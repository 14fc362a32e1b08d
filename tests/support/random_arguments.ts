// Words for random command lines: flags, values that some flag takes or none does, and both in one word.

import fc from "./fast_check.ts";
import { longNames } from "../../lib/cli/flags.ts";

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
/** One word. */
export const argument = fc.oneof(
  flag,
  value,
  fc.tuple(flag, value).map(([name, text]) => `${name}=${text}`),
  value.map((text) => `-${text}`),
);
