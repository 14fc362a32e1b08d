// The commands that read or change trees, in one module, which is loaded when one of them is called: they
// bring the engine with them.

import { copyCommand } from "./copy.ts";
import { mirrorCommand } from "./mirror.ts";
import { verifyCommand } from "./verify.ts";

export const RUNS = {
  copy: copyCommand,
  mirror: mirrorCommand,
  verify: verifyCommand,
} as const;
