// A source at which files change, vanish or become something else whenever they are read: a FUSE file system sees to
// that, so that no test depends on who is faster.

import { makeFaulty, needsFuse, type Rule, whileFaulty } from "../support/faulty.ts";
import { sh, withScratch } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";

export const reason = needsFuse();
const faulty = reason === null ? makeFaulty(makeScratch("ferry-changing-")) : "";

/** Some small files. */
export const FILES = "for i in 1 2 3 4 5 6; do echo $i >s/$i; done";

/** Shows `s` at `m` by the rules, with `t` beside it. */
export function withSource(
  script: string,
  rules: readonly Rule[],
  use: (dir: string) => Promise<void>,
): Promise<void> {
  return withScratch(async (dir) => {
    sh(`mkdir s m t; ${script}`, dir);
    await whileFaulty(faulty, `${dir}/s`, `${dir}/m`, rules, () => use(dir));
  });
}
