// Random trees as data: a list of steps that make, change and remove entries. New ones have few names,
// so that they often meet; the others are picked by number from what is there. A step that does not fit
// is left out, so that any list makes a tree.

import fc from "./fast_check.ts";
import { ACL, acl } from "./acl.ts";
import * as make from "./entries.ts";
import { snapshot } from "./snapshot.ts";

const NAMES = ["a", "b", "c", "\xc3\xa4 b", "\xff\n", "d'"];
const MODES = [0o644, 0o600, 0o755, 0o444, 0o555, 0o000, 0o4755, 0o2710, 0o1777];
const OWNERS: readonly (readonly [number, number])[] = [[0, 0], [1000, 1000], [1000, 50], [7, 9]];
const SIZES = [0, 1, 100, 4096, 65537, 200_000];
/** Enough for a new folder to count as one with many files. */
const MANY = 15;

/** One change to a tree. `at` is a path of a new entry, `pick` the number of one that is there. */
export type Step =
  | { readonly do: "file"; readonly at: string; readonly size: number; readonly hole: boolean }
  | { readonly do: "folder" | "many" | "fifo" | "device"; readonly at: string }
  | { readonly do: "symlink"; readonly at: string; readonly text: string }
  | { readonly do: "link" | "rename"; readonly pick: number; readonly at: string }
  | { readonly do: "remove" | "touch"; readonly pick: number }
  | { readonly do: "write"; readonly pick: number; readonly size: number }
  | { readonly do: "mode"; readonly pick: number; readonly mode: number }
  | { readonly do: "owner"; readonly pick: number; readonly owner: readonly [number, number] }
  | { readonly do: "xattr"; readonly pick: number; readonly value: string }
  | { readonly do: "acl"; readonly pick: number; readonly may: number };

const at = fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 })
  .map((names) => names.join("/"));
const pick = fc.nat(999);
const size = fc.constantFrom(...SIZES);

const making = fc.oneof(
  { weight: 6, arbitrary: step("file", { at, size, hole: fc.boolean() }) },
  { weight: 2, arbitrary: step("folder", { at }) },
  { weight: 1, arbitrary: step("many", { at }) },
  { weight: 1, arbitrary: step("fifo", { at }) },
  { weight: 1, arbitrary: step("device", { at }) },
  {
    weight: 2,
    arbitrary: step("symlink", { at, text: fc.constantFrom("a", "../b", "/none", "\xff") }),
  },
  { weight: 3, arbitrary: step("link", { pick, at }) },
);
const changing = fc.oneof(
  step("rename", { pick, at }),
  step("remove", { pick }),
  step("touch", { pick }),
  step("write", { pick, size }),
  step("mode", { pick, mode: fc.constantFrom(...MODES) }),
  step("owner", { pick, owner: fc.constantFrom(...OWNERS) }),
  step("xattr", { pick, value: fc.constantFrom("", "x", "value") }),
  step("acl", { pick, may: fc.constantFrom(0, 4, 7) }),
);

/** Steps that make or change a tree. */
export function steps(maxLength: number): fc.Arbitrary<Step[]> {
  const each = fc.oneof({ weight: 3, arbitrary: making }, { weight: 2, arbitrary: changing });
  return fc.array(each as fc.Arbitrary<Step>, { maxLength, size: "max" });
}

function step<T extends string, F extends object>(
  what: T,
  fields: { [K in keyof F]: fc.Arbitrary<F[K]> },
) {
  return fc.record({ do: fc.constant(what), ...fields });
}

/** Gives each file a time of its own: equal sizes and times would stand for equal contents. */
export class Clock {
  #now = 0;

  next(): make.Time {
    this.#now++;
    return [1_500_000_000 + this.#now, this.#now * 1001 % 1_000_000_000];
  }
}

/** Carries steps out in the folder `root`. */
export function carryOut(root: string, list: readonly Step[], clock: Clock): void {
  for (const each of list) {
    try {
      if (isMaking(each)) makeOne(`${root}/${each.at}`, root, each, clock);
      else {
        const path = picked(root, each.pick);
        if (path !== null) changeOne(path, root, each, clock);
      }
    } catch { /* it does not fit what is there */ }
  }
}

type Making = Exclude<Step, { readonly pick: number }>;
type Changing = Extract<Step, { readonly pick: number }>;

function isMaking(each: Step): each is Making {
  return !("pick" in each);
}

function picked(root: string, number: number): string | null {
  const paths = [...snapshot(root, false).keys()].filter((path) => path !== "").sort();
  return paths.length === 0 ? null : `${root}/${paths[number % paths.length]}`;
}

function makeOne(path: string, root: string, each: Making, clock: Clock): void {
  makeParents(path, root);
  switch (each.do) {
    case "file":
      if (each.hole) make.makeSparse(path, each.size, [[0, Math.min(each.size, 4096)]]);
      else make.makeFile(path, make.pattern(each.size, clock.next()[0] % 200));
      break;
    case "folder":
      make.makeFolder(path);
      break;
    case "many":
      make.makeFolder(path);
      for (let i = 0; i < MANY; i++) {
        make.makeFile(`${path}/f${i}`, `${i}`);
        make.setTimes(`${path}/f${i}`, clock.next());
      }
      break;
    case "fifo":
      make.makeFifo(path);
      break;
    case "device":
      make.makeDevice(path, "char", 1, 3);
      break;
    case "symlink":
      make.makeSymlink(path, each.text);
  }
  make.setTimes(path, clock.next());
}

function changeOne(path: string, root: string, each: Changing, clock: Clock): void {
  switch (each.do) {
    case "link":
      makeParents(`${root}/${each.at}`, root);
      return make.makeHardLink(path, `${root}/${each.at}`);
    case "rename":
      makeParents(`${root}/${each.at}`, root);
      return make.rename(path, `${root}/${each.at}`);
    case "remove":
      return make.statOf(path).isFolder ? make.removeFolder(path) : make.unlink(path);
    case "touch":
      return make.setTimes(path, clock.next());
    case "write":
      if (!make.statOf(path).isFile) return;
      make.writeInto(path, 0, make.pattern(each.size, clock.next()[0] % 200));
      return make.setTimes(path, clock.next());
    case "mode":
      return make.setMode(path, each.mode);
    case "owner":
      return make.setOwner(path, ...each.owner);
    case "xattr":
      return make.setXattr(path, make.statOf(path).isFile ? "user.u" : "trusted.t", each.value);
    case "acl":
      return make.setXattr(path, ACL, acl(6, 4, 0, { uid: 1000, gid: 50, may: each.may }));
  }
}

/** Makes the folders on the way that are not there. */
function makeParents(path: string, root: string): void {
  for (let end = path.indexOf("/", root.length + 1); end > 0; end = path.indexOf("/", end + 1)) {
    try {
      make.makeFolder(path.slice(0, end));
    } catch { /* it is there, as a folder or not */ }
  }
}
