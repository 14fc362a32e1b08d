// A target of which nearly everything has to go: 100,000 files in 100 folders. One file stays, because
// an empty source is refused without a flag.

import type { Scale } from "../options.ts";
import { smallTree, treeTitle } from "./small.ts";
import { buildTree, randomBlock, setOldTimes, writeFile } from "./tree.ts";
import { copyByCp, removeTarget, roomOf, type Workload } from "./workload.ts";

const KEPT = "kept";
const KEPT_BYTES = 4 * 1024;

/** Delete 100,000. */
export function deletion(scale: Scale): Workload {
  const shape = { ...smallTree(scale), fileBytes: 0 };
  return {
    name: "deletion",
    title: `${treeTitle(shape)} to delete`,
    work: "mirror",
    files: shape.folders * shape.filesPerFolder,
    room: roomOf(shape.folders * shape.filesPerFolder, 0),
    ferryFlags: [],
    rivals: ["rsync -a", "rsync -aHAX"],
    others: ["rclone"],
    async build({ source, spare }) {
      Deno.mkdirSync(source);
      writeFile(`${source}/${KEPT}`, randomBlock(KEPT_BYTES), 0);
      await setOldTimes(source);
      await buildTree(spare, shape);
    },
    async reset(paths) {
      await removeTarget(paths);
      await copyByCp(paths.spare, paths.target);
    },
  };
}
