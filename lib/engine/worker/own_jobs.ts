// Folders that one thread keeps to itself because the shared stack was full, the newest first. Of each path
// only what differs from the next one is stored: a tree 20,000 folders deep with a folder left at each depth
// takes the room of its names.

import { concatBytes } from "../../../ffi/c_string.ts";
import { commonLength } from "../../common_length.ts";
import type { Job } from "./job.ts";

/** A job further down the stack: how many bytes its path shares with the next newer one's, and the rest of it. */
interface Older {
  readonly kind: number;
  readonly root: number;
  readonly fresh: boolean;
  readonly shared: number;
  readonly rest: Uint8Array;
}

export class OwnJobs {
  readonly #older: Older[] = [];
  #newest: Job | null = null;

  get isEmpty(): boolean {
    return this.#newest === null;
  }

  push({ kind, root, fresh, path }: Pick<Job, "kind" | "root" | "fresh" | "path">): void {
    const last = this.#newest;
    if (last !== null) {
      const shared = commonLength(last.path, path);
      const rest = last.path.slice(shared);
      this.#older.push({ kind: last.kind, root: last.root, fresh: last.fresh, shared, rest });
    }
    this.#newest = { kind, root, fresh, path: path.slice(), slot: -1, entries: null };
  }

  pop(): Job | null {
    const job = this.#newest;
    const older = this.#older.pop();
    this.#newest = job === null || older === undefined ? null : {
      kind: older.kind,
      root: older.root,
      fresh: older.fresh,
      path: concatBytes([job.path.subarray(0, older.shared), older.rest]),
      slot: -1,
      entries: null,
    };
    return job;
  }
}
