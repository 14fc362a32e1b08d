// What a run certainly cannot make in its target: names that the file system does not take, files that are too large for it.

import { type CString, FILE_SYSTEM_KINDS, type FileStat } from "../../../../ffi/mod.ts";
import type { CopyContext } from "../../../copy/context.ts";
import { splitBy } from "../../../copy/links/split_causes.ts";
import { certainRefusal, type EntryLimits, reasonOf } from "../../../copy/refused_entries.ts";
import type { FolderPair } from "../../../entry/folder_pair.ts";
import { copyOf, targetOf } from "../../../entry/subject.ts";
import { COUNTER } from "../../../shared/counters.ts";
import { folderAbove, targetDev } from "../../facts/target_mount.ts";

/** What a run would be doing when it fails, and by which call. */
const MAKING = {
  file: ["create", "linkat"],
  contents: ["copy", "write"],
  folder: ["create folder", "mkdirat"],
  symlink: ["create symlink", "symlinkat"],
  special: ["create special file", "mknodat"],
  link: ["link", "linkat"],
} as const;

/** An entry that a run would make. */
interface Named {
  readonly pair: FolderPair;
  readonly name: CString;
  readonly targetName: CString;
}

export class Foreseen {
  readonly #byDevice = new Map<number, EntryLimits>();

  constructor(private readonly ctx: CopyContext) {}

  /**
   * Whether a run could not make the entry, which is reported then.
   *
   * @param isLink whether it would be another name of a file
   */
  fails(entry: Named, source: FileStat, isLink = false): boolean {
    const { ctx } = this;
    const { pair, targetName: name } = entry;
    const limits = this.#limitsOf(pair);
    const error = certainRefusal(limits, name, source);
    if (error === 0) return false;
    const kind = source.isFolder
      ? "folder"
      : isLink
      ? "link"
      : source.isSymlink
      ? "symlink"
      : !source.isFile
      ? "special"
      : ctx.fs.errorName(error) === "EFBIG"
      ? "contents"
      : "file";
    const [op, syscall] = MAKING[kind];
    const message = ctx.fs.errorText(error) + reasonOf(ctx, limits, { name, syscall, error });
    const code = ctx.fs.errorName(error);
    const subject = kind === "contents" ? copyOf(entry) : targetOf(pair, name);
    ctx.failWith(subject, op, code, message, { syscall: ctx.fs.callName(syscall) });
    if (!source.isFolder) ctx.count[COUNTER.filesFailed]++;
    return true;
  }

  /** Why the target has no hard links, one of SPLIT; 0 where it may have some. */
  lackOfLinks(pair: FolderPair): number {
    return this.#limitsOf(pair).kind.isPlain ? splitBy("EPERM") : 0;
  }

  #limitsOf(pair: FolderPair): EntryLimits {
    const dev = targetDev(this.ctx, pair);
    let known = this.#byDevice.get(dev);
    if (known === undefined) this.#byDevice.set(dev, known = this.#look(pair));
    return known;
  }

  #look(pair: FolderPair): EntryLimits {
    const { fs, limits } = this.ctx;
    const isThere = pair.target >= 0;
    const longest = isThere ? fs.longestName(pair.target) : folderAbove(this.ctx, pair).longestName;
    const kind = isThere
      ? limits.identify(pair).kind
      : FILE_SYSTEM_KINDS[folderAbove(this.ctx, pair).kind];
    return { kind, longestName: () => longest };
  }
}
