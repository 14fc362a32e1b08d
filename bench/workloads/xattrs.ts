// Files with several extended attributes each, as indexers and desktop environments leave them: four
// more things to read and write for every file.

import { run } from "../command.ts";
import { type Scale, scaled } from "../options.ts";
import { treeTitle } from "./small.ts";
import { buildTree, fileName, folderName, type TreeShape } from "./tree.ts";
import { type Paths, removeTarget, roomOf, type Workload } from "./workload.ts";

const FOLDERS = 20;
const FILES_PER_FOLDER = 1000;
const FILE_BYTES = 1024;
const ATTRIBUTES: readonly string[] = ["user.one", "user.two", "user.three", "user.four"];
/** Small enough for four of them to stay inside the inode or one block beside it on every file system. */
const VALUE_BYTES = 100;

/** 20,000 files with four attributes each. */
export function xattrs(scale: Scale): Workload {
  const filesPerFolder = scaled(scale, FILES_PER_FOLDER);
  const shape: TreeShape = { folders: FOLDERS, filesPerFolder, fileBytes: FILE_BYTES };
  return {
    name: "xattrs",
    title: `${treeTitle(shape)}, ${ATTRIBUTES.length} extended attributes each`,
    work: "tree",
    files: shape.folders * shape.filesPerFolder,
    room: roomOf(shape.folders * shape.filesPerFolder, FILE_BYTES),
    ferryFlags: [],
    rivals: ["cp -a", "rsync -aHAX"],
    build: (paths) => build(paths, shape),
    reset: removeTarget,
  };
}

/** One process for all attributes: `setfattr --restore` reads what `getfattr --dump` would print. */
async function build({ source, spare }: Paths, shape: TreeShape): Promise<void> {
  await buildTree(source, shape);
  const list = `${spare}.txt`;
  const values = ATTRIBUTES.map((name) => `${name}="${name[5].repeat(VALUE_BYTES)}"`).join("\n");
  using file = Deno.openSync(list, { write: true, create: true, truncate: true });
  const encoder = new TextEncoder();
  for (let folder = 0; folder < shape.folders; folder++) {
    const blocks = Array.from(
      { length: shape.filesPerFolder },
      (_, index) => `# file: ${source}/${folderName(folder)}/${fileName(index)}\n${values}\n\n`,
    );
    const bytes = encoder.encode(blocks.join(""));
    for (let done = 0; done < bytes.length;) done += file.writeSync(bytes.subarray(done));
  }
  await run("setfattr", `--restore=${list}`);
}
