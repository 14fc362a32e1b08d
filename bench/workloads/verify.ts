// Comparing two trees: the cost of `ferry verify` after a copy, and what `--verify` adds to a copy. Programs
// that compare by digests read as much and compute more.

import { type Scale, scaled } from "../options.ts";
import { smallTree, treeTitle } from "./small.ts";
import { buildFile, buildTree } from "./tree.ts";
import { copyByCp, removeTarget, roomOf, size, type Workload } from "./workload.ts";

const MIB = 2 ** 20;
const FULL_MIB = 2048;

/** `ferry verify` of many small files and of one large one; a copy with `--verify`. */
export function verification(scale: Scale): Workload[] {
  const shape = smallTree(scale);
  const files = shape.folders * shape.filesPerFolder;
  const bytes = scaled(scale, FULL_MIB) * MIB;
  return [
    {
      ...ofEqualTrees,
      name: "verify",
      title: `${treeTitle(shape)}, all equal`,
      files,
      room: roomOf(files, shape.fileBytes),
      build: ({ source, target }) => buildTwice(source, target, () => buildTree(source, shape)),
    },
    {
      ...ofEqualTrees,
      name: "verify-large",
      title: `one file of ${size(bytes)}, equal`,
      files: 1,
      room: bytes,
      hasLargeFile: true,
      build: ({ source, target }) =>
        buildTwice(source, target, async () => {
          await Deno.mkdir(source);
          await buildFile(`${source}/large`, bytes);
        }),
    },
    {
      name: "copy-verified",
      title: `${treeTitle(shape)}, read again after copying`,
      work: "tree",
      files,
      room: roomOf(files, shape.fileBytes),
      ferryFlags: ["--verify"],
      rivals: ["cp -a + diff -r", "rsync -a + rsync -nc"],
      build: ({ source }) => buildTree(source, shape),
      reset: removeTarget,
    },
  ];
}

const ofEqualTrees = {
  work: "verify",
  ferryFlags: [],
  rivals: ["diff -r", "rsync -aHAXnc", "sha256sum"],
  reset: () => Promise.resolve(),
} as const;

async function buildTwice(source: string, target: string, build: () => Promise<void>) {
  await build();
  await copyByCp(source, target);
}
