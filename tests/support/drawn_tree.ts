// Trees of files under few names, so that two of them often have the same paths.

import type { Draw } from "./torture.ts";

/** What a tree is drawn from. */
export interface TreeShape {
  readonly names: readonly string[];
  readonly files: number;
  /** Names in a path at most. */
  readonly levels: number;
  /** What a file holds. */
  textOf(path: string): string;
}

/**
 * Adds files to a tree.
 *
 * @param kinds whether each path is a folder, in this tree and in others that are to have the same kinds
 * @returns the folders, the root as an empty path
 */
export function drawTree(
  draw: Draw,
  root: string,
  kinds: Map<string, boolean>,
  { names, files, levels, textOf }: TreeShape,
): string[] {
  Deno.mkdirSync(root, { recursive: true });
  const folders = [""];
  for (let i = 0; i < files; i++) {
    const parts = Array.from({ length: 1 + draw.below(levels) }, () => draw.of(names));
    const above = parts.slice(0, -1).map((_, at) => parts.slice(0, at + 1).join("/"));
    const path = parts.join("/");
    if (kinds.get(path) === true || above.some((folder) => kinds.get(folder) === false)) continue;
    for (const folder of above) kinds.set(folder, true);
    kinds.set(path, false);
    Deno.mkdirSync(`${root}/${above.at(-1) ?? ""}`, { recursive: true });
    folders.push(...above);
    Deno.writeTextFileSync(`${root}/${path}`, textOf(path));
  }
  return [...new Set(folders)];
}
