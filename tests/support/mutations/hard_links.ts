// Which names are one file.

import * as make from "../entries.ts";
import { type Mutation, replaceByFile } from "./mutation.ts";

export const HARD_LINKS: readonly Mutation[] = [
  {
    name: "hard link broken",
    change: (root) => replaceByFile(`${root}/links/a/two`, "three names"),
  },
  {
    name: "hard link broken, and changed",
    change(root) {
      replaceByFile(`${root}/links/b/large too`, "small");
      make.writeInto(`${root}/links/large`, 5, "changed");
    },
  },
  {
    name: "hard link added",
    change: (root) => make.makeHardLink(`${root}/links/a/one`, `${root}/links/four`),
  },
  {
    name: "single file gets a second name",
    change: (root) => make.makeHardLink(`${root}/sizes/4095`, `${root}/sizes/again`),
  },
  {
    name: "equal files become links",
    change(root) {
      make.unlink(`${root}/modes/folder 0755/inside`);
      make.makeHardLink(`${root}/modes/folder 2755/inside`, `${root}/modes/folder 0755/inside`);
    },
  },
  { name: "first name of a link goes", change: (root) => make.unlink(`${root}/links/a/one`) },
  {
    name: "contents behind three names",
    change: (root) => make.writeInto(`${root}/links/a/one`, 0, "THREE"),
  },
  { name: "mode behind three names", change: (root) => make.setMode(`${root}/links/a/one`, 0o600) },
  {
    name: "attribute behind three names",
    change: (root) => make.setXattr(`${root}/links/a/one`, "user.x", "x"),
  },
];
