// Random trees as data: a list of steps that make, change and remove entries under few names, so that
// they often meet. A step that does not fit what is there is left out, so any list is a tree.

import fc from "fast-check";
import { ACL, acl } from "./acl.ts";
import * as make from "./entries.ts";

const NAMES = ["a", "b", "c", "\xc3\xa4 b", "\xff\n", "d'"];
const MODES = [0o644, 0o600, 0o755, 0o444, 0o555, 0o000, 0o4755, 0o2710, 0o1777];
const OWNERS: readonly (readonly [number, number])[] = [[0, 0], [1000, 1000], [1000, 50], [7, 9]];
const SIZES = [0, 1, 100, 4096, 65537, 200_000];
/** Enough for a new folder to count as one with many files. */
const MANY = 15;

/** One change to a tree. */
export type Step =
  | { readonly do: "file"; readonly at: string; readonly size: number; readonly hole: boolean }
  | { readonly do: "folder" | "many" | "fifo" | "device" | "remove"; readonly at: string }
  | { readonly do: "symlink"; readonly at: string; readonly text: string }
  | { readonly do: "link" | "rename"; readonly at: string; readonly to: string }
  | { readonly do: "write"; readonly at: string; readonly size: number }
  | { readonly do: "mode"; readonly at: string; readonly mode: number }
  | { readonly do: "owner"; readonly at: string; readonly owner: readonly [number, number] }
  | { readonly do: "xattr"; readonly at: string; readonly value: string }
  | { readonly do: "acl"; readonly at: string; readonly may: number }
  | { readonly do: "touch"; readonly at: string };

const name = fc.constantFrom(...NAMES);
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join("/"));

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: record("file", { size: fc.constantFrom(...SIZES), hole: fc.boolean() }) },
  { weight: 5, arbitrary: record("folder", {}) },
  { weight: 1, arbitrary: record("many", {}) },
  { weight: 1, arbitrary: record("fifo", {}) },
  { weight: 1, arbitrary: record("device", {}) },
  {
    weight: 2,
    arbitrary: record("symlink", { text: fc.constantFrom("a", "../b", "/none", "\xff") }),
  },
  { weight: 3, arbitrary: record("link", { to: path }) },
  { weight: 2, arbitrary: record("rename", { to: path }) },
  { weight: 2, arbitrary: record("remove", {}) },
  { weight: 2, arbitrary: record("write", { size: fc.constantFrom(...SIZES) }) },
  { weight: 2, arbitrary: record("mode", { mode: fc.constantFrom(...MODES) }) },
  { weight: 2, arbitrary: record("owner", { owner: fc.constantFrom(...OWNERS) }) },
  { weight: 2, arbitrary: record("xattr", { value: fc.constantFrom("", "x", "value") }) },
  { weight: 1, arbitrary: record("acl", { may: fc.constantFrom(0, 4, 7) }) },
  { weight: 2, arbitrary: record("touch", {}) },
) as fc.Arbitrary<Step>;

/** Steps that make or change a tree. */
export function steps(maxLength: number): fc.Arbitrary<Step[]> {
  return fc.array(step, { maxLength });
}

function record<T extends string, F extends object>(
  what: T,
  fields: { [K in keyof F]: fc.Arbitrary<F[K]> },
) {
  return fc.record({ do: fc.constant(what), at: path, ...fields });
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
      carryOutOne(root, each, clock);
    } catch { /* it does not fit what is there */ }
  }
}

function carryOutOne(root: string, each: Step, clock: Clock): void {
  const at = `${root}/${each.at}`;
  switch (each.do) {
    case "file":
      if (each.hole) make.makeSparse(at, each.size, [[0, Math.min(each.size, 4096)]]);
      else make.makeFile(at, make.pattern(each.size, clock.next()[0] % 200));
      break;
    case "folder":
      make.makeFolder(at);
      break;
    case "many":
      make.makeFolder(at);
      for (let i = 0; i < MANY; i++) {
        make.makeFile(`${at}/f${i}`, `${i}`);
        make.setTimes(`${at}/f${i}`, clock.next());
      }
      break;
    case "fifo":
      make.makeFifo(at);
      break;
    case "device":
      make.makeDevice(at, "char", 1, 3);
      break;
    case "symlink":
      make.makeSymlink(at, each.text);
      break;
    case "link":
      make.makeHardLink(at, `${root}/${each.to}`);
      return;
    case "rename":
      make.rename(at, `${root}/${each.to}`);
      return;
    case "remove":
      try {
        make.unlink(at);
      } catch {
        make.removeFolder(at);
      }
      return;
    case "write":
      if (make.statOf(at).isFile) {
        make.writeInto(at, 0, make.pattern(each.size, clock.next()[0] % 200));
      }
      break;
    case "mode":
      make.setMode(at, each.mode);
      return;
    case "owner":
      make.setOwner(at, ...each.owner);
      return;
    case "xattr":
      make.setXattr(at, make.statOf(at).isSymlink ? "trusted.t" : "user.u", each.value);
      return;
    case "acl":
      make.setXattr(at, ACL, acl(6, 4, 0, { uid: 1000, gid: 50, may: each.may }));
      return;
  }
  make.setTimes(at, clock.next());
}
