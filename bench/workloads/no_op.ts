// A mirror that has nothing to do: what a nightly run costs. rsync -a compares less than ferry
// does, so ferry is also measured comparing as little.

import type { Scale } from "../options.ts";
import { largerTree, smallTree, treeTitle } from "./small.ts";
import { buildTree, type TreeShape } from "./tree.ts";
import { copyByCp, roomOf, type Workload } from "./workload.ts";

/** With these flags ferry compares as little as `rsync -a`. */
export const BARE_FLAGS: readonly string[] = ["--no-xattrs", "--no-acls", "--no-hard-links"];

/** With everything compared. */
export function noOp(scale: Scale): Workload {
  return unchanged(smallTree(scale), "no-op", [], ["rsync -aHAX", "roofline"]);
}

/** Without extended attributes, ACLs and hard links. */
export function noOpBare(scale: Scale): Workload {
  return unchanged(smallTree(scale), "no-op-bare", BARE_FLAGS, ["rsync -a", "roofline bare"]);
}

/** Both of three times as many files. */
export function noOpLarger(scale: Scale): Workload[] {
  const shape = largerTree(scale);
  return [
    unchanged(shape, "no-op-300k", [], ["roofline"]),
    unchanged(shape, "no-op-bare-300k", BARE_FLAGS, ["roofline bare"]),
  ].map((workload) => ({ ...workload, others: [], fileSystems: ["tmpfs"] }));
}

/** A mirror of a tree that the target has already. */
export function unchanged(
  shape: TreeShape,
  name: string,
  ferryFlags: readonly string[],
  rivals: readonly string[],
): Workload {
  return {
    name,
    title: `${treeTitle(shape)}, all equal`,
    work: "mirror",
    files: shape.folders * shape.filesPerFolder,
    room: roomOf(shape.folders * shape.filesPerFolder, shape.fileBytes),
    ferryFlags,
    rivals,
    others: ["rsync -a", "rclone"],
    async build({ source, target }) {
      await buildTree(source, shape);
      await copyByCp(source, target);
    },
    // A run changes nothing, which the check after the warm-up confirms.
    reset: () => Promise.resolve(),
  };
}
