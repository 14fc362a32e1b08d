// Random trees for shards: those of the other random tests, with what matters where several runs share folders: names of one
// file in several folders, deep and large folders, folders that may not be written to, and kinds that changed.

import * as make from "../support/entries.ts";
import fc from "../support/fast_check.ts";
import { carryOut, Clock, steps } from "../support/random_tree.ts";
import { USER } from "../support/ordinary_user.ts";
import { sh } from "../support/safety.ts";
import { Draw, rounds } from "../support/torture.ts";

/** Entries of a folder that several threads share. */
const LARGE = rounds(150, 1500);
const DEEPEST = rounds(12, 40);

/** Three folders that were made. */
export interface Trees {
  /** What is copied. */
  readonly source: string;
  /** What the target is before, made from the source and changed. */
  readonly before: string;
  /** An earlier copy, for `--link-dest`. */
  readonly earlier: string;
}

/**
 * Makes `s`, `t0` and `e` in an empty folder.
 *
 * @param isForUser whether an ordinary user is to own all of it and can read it
 */
export function makeTrees(
  dir: string,
  seed: number,
  isForUser: boolean,
): Trees {
  const [source, before, earlier] = ["s", "t0", "e"].map((name) => `${dir}/${name}`);
  const draw = new Draw(seed);
  const clock = new Clock();
  // Without names of one file each count is certain.
  const hasLinks = draw.below(3) > 0;
  const [tree, changes, later, others] = fc.sample(steps(40), { seed, numRuns: 4 })
    .map((list) => list.filter((step) => hasLinks || step.do !== "link"));
  make.makeFolder(source);
  carryOut(source, tree, clock);
  addShapes(source, draw, clock, hasLinks);
  if (isForUser) giveToUser(source);
  sh(`cp -a s t0; cp -a s e`, dir);
  carryOut(before, changes.slice(0, 20), clock);
  changeShapes(before, draw, clock, hasLinks);
  carryOut(earlier, others.slice(0, 6), clock);
  carryOut(source, later.slice(0, 8), clock);
  if (draw.below(4) === 0) sh(`rm -rf t0; mkdir t0`, dir);
  if (isForUser) {
    for (const path of [source, before, earlier]) giveToUser(path);
  }
  return { source, before, earlier };
}

/** Lets a user own a tree and read it; what such a user cannot make or read goes. Folders may stay read-only. */
function giveToUser(path: string): void {
  sh(
    `find . \\( -type b -o -type c \\) -delete; chown -hR ${USER}:${USER} .
     find . -type d -exec chmod u+rx {} +; find . -type f -exec chmod u+r {} +; chmod u+w .
     find . -name '*' -exec setfattr -h -x trusted.t {} + 2>/dev/null || true`,
    path,
  );
}

function addShapes(root: string, draw: Draw, clock: Clock, hasLinks: boolean): void {
  attempt(() => make.makeFolder(`${root}/deep`));
  let path = `${root}/deep`;
  for (let level = draw.below(DEEPEST); level > 0; level--) {
    file(`${path}/f`, draw, clock);
    attempt(() => make.makeFolder(path = `${path}/${draw.of(["d", "\xfe", "e e"])}`));
  }
  attempt(() => make.makeFolder(`${root}/large`));
  for (let i = draw.below(LARGE); i > 0; i--) {
    file(`${root}/large/${i}\xff`, draw, clock);
  }
  for (const name of ["p", "q", "r"]) {
    attempt(() => make.makeFolder(`${root}/${name}`));
    attempt(() => make.makeFolder(`${root}/${name}/empty`));
  }
  for (let group = hasLinks ? 0 : 6; group < 6; group++) {
    const names = draw.below(5);
    const first = `${root}/${draw.of(["p", "q", "r"])}/l${group}`;
    file(first, draw, clock);
    for (let i = 0; i < names; i++) {
      const folder = draw.of(["p", "q", "r", "large", "deep", "p/empty"]);
      attempt(() => make.makeHardLink(first, `${root}/${folder}/l${group}.${i}`));
    }
  }
  attempt(() => make.makeSymlink(`${root}/p/symlink`, "\xff\xfe"));
  if (hasLinks) attempt(() => make.makeHardLink(`${root}/p/symlink`, `${root}/q/symlink`));
  for (const folder of ["p", "q", "deep", "large", "p/empty"]) {
    if (draw.below(3) === 0) {
      attempt(() => make.setMode(`${root}/${folder}`, 0o555));
    }
    if (draw.below(2) === 0) {
      attempt(() => make.setTimes(`${root}/${folder}`, clock.next()));
    }
  }
}

/** Changes kinds, takes away and adds names, and lets files be one that are two in the source. */
function changeShapes(root: string, draw: Draw, clock: Clock, hasLinks: boolean): void {
  for (let i = draw.below(4); i > 0; i--) {
    const path = `${root}/${draw.of(["p", "q", "r", "deep/d", "large", "p/empty", "a", "b"])}`;
    sh(`rm -rf '${path}'`);
    if (draw.below(2) === 0) file(path, draw, clock);
  }
  for (let i = draw.below(6); i > 0; i--) {
    const path = `${root}/${draw.of(["p/l0", "q/l1", "r/l2", "deep/f", "a", "b", "large/1\xff"])}`;
    attempt(() => make.unlink(path));
    attempt(() => {
      make.makeFolder(path);
      for (const name of ["x", "y"]) file(`${path}/${name}`, draw, clock);
    });
  }
  for (let i = hasLinks ? draw.below(6) : 0; i > 0; i--) {
    const [a, b] = [1, 2].map(() => `${root}/large/${1 + draw.below(30)}\xff`);
    attempt(() => {
      make.statOf(a);
      make.unlink(b);
      make.makeHardLink(a, b);
    });
  }
  for (let i = draw.below(8); i > 0; i--) {
    file(
      `${root}/${draw.of(["p", "large", "deep", "q/empty", ""])}/extra${i}`,
      draw,
      clock,
    );
  }
  if (draw.below(2) === 0) {
    sh(`mkdir -p x/y/z x/w; touch x/1 x/y/2 x/y/z/3`, root);
  }
  for (const folder of ["p", "r", "deep", "large", "p/empty"]) {
    if (draw.below(3) === 0) {
      attempt(() => make.setTimes(`${root}/${folder}`, clock.next()));
    }
    if (draw.below(4) === 0) {
      attempt(() => make.setMode(`${root}/${folder}`, draw.of([0o700, 0o555, 0o2775])));
    }
  }
}

function file(path: string, draw: Draw, clock: Clock): void {
  attempt(() => {
    const size = draw.of([0, 1, 10, 100, 5000]);
    make.makeFile(
      path,
      make.pattern(size, draw.below(200)),
      draw.of([0o644, 0o600, 0o444]),
    );
    make.setTimes(path, clock.next());
  });
}

function attempt(act: () => void): void {
  try {
    act();
  } catch { /* it does not fit what is there */ }
}
