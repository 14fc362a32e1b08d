// One change of a tree, and what many of them need.

import * as make from "../entries.ts";

/** One change. */
export interface Mutation {
  readonly name: string;
  /** @param root folder that `buildTree` made */
  change(root: string): void;
}

/** Changes a file or folder that keeps its modification time. */
export function keepingMtime(path: string, change: () => void): void {
  const { mtimeSec, mtimeNsec } = make.statOf(path);
  change();
  make.setTimes(path, [mtimeSec, mtimeNsec]);
}

export function replaceByFile(path: string, contents: string): void {
  make.unlink(path);
  make.makeFile(path, contents);
}
