// What files hold.

import * as make from "../entries.ts";
import { keepingMtime, type Mutation } from "./mutation.ts";

export const CONTENTS: readonly Mutation[] = [
  {
    name: "contents, same size",
    change: (root) => make.writeInto(`${root}/sizes/4096`, 100, "other"),
  },
  { name: "a file grows", change: (root) => make.writeInto(`${root}/sizes/65536`, 65536, "more") },
  {
    name: "size alone, same mtime",
    change: (root) =>
      keepingMtime(`${root}/sizes/4095`, () => make.writeInto(`${root}/sizes/4095`, 4095, "+")),
  },
  {
    name: "an empty file gets contents",
    change: (root) => make.writeInto(`${root}/sizes/0`, 0, "no more"),
  },
  {
    name: "hole filled",
    change: (root) => make.writeInto(`${root}/holes/at start`, 0, new Uint8Array(1 << 19)),
  },
  {
    name: "data in a hole",
    change: (root) => make.writeInto(`${root}/holes/nothing else`, 1 << 20, "data"),
  },
  {
    name: "hole at the end grows",
    change: (root) => make.writeInto(`${root}/holes/at end`, 2 << 20, "far"),
  },
];
