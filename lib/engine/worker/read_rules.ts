// Reads what one folder of the source says itself: files of rules, `.gitignore`, markers. A file that cannot be read is
// a failure and never no rules: what it was to leave out would be copied, and what it was to keep be deleted.

import { EISDIR, ELOOP, ENOENT, ENOTDIR, ENXIO } from "../../../ffi/errno.ts";
import { binaryTextOf, bytesOfBinaryText, concatBytes } from "../../../ffi/c_string.ts";
import { cString, FileStat, type NativeFileSystem } from "../../../ffi/mod.ts";
import { FerryError } from "../../errors.ts";
import type { FolderRule, Marker, RuleFile } from "../../filter_rules.ts";
import type { Options } from "../../options.ts";
import { readFileRules } from "../../plan/rules/file_rules.ts";
import type { RulesFailure } from "../../plan/rules/folder_rule_reader.ts";
import { type FolderRules, folderRulesOf } from "../../plan/rules/folder_rules.ts";
import { GitRules } from "../../plan/rules/git_rules.ts";
import { MarkerRules } from "../../plan/rules/marker_rules.ts";
import type { RuleList } from "../../plan/rules/rule_list.ts";
import { toBinaryString } from "../../plan/rules/subject.ts";

const SLASH = 47;
/** Bytes of a file of rules at most: a larger one is something else. */
const MOST_BYTES = 4 * 1024 * 1024;

/** An open folder. */
interface Place {
  readonly handle: number;
  /** Below the root. */
  readonly path: Uint8Array;
  /** What it inherits, by the kind of rule. */
  readonly above: FolderRules;
}

/** Names of a file, from a place on. */
type Names = readonly Uint8Array[];

export class ReadRules {
  /** What is read. */
  readonly kinds: readonly FolderRule[];
  readonly #stat = new FileStat();

  constructor(private readonly fs: NativeFileSystem, private readonly options: Options) {
    this.kinds = folderRulesOf(options.filters);
  }

  /** What holds in a folder; the very array that it inherits where it says nothing. */
  read(place: Place): FolderRules | RulesFailure {
    let rules: (RuleList | null)[] | null = null;
    for (const [i, kind] of this.kinds.entries()) {
      const list = this.#readKind(kind, place, place.above[i]);
      if (list !== null && "code" in list) return list;
      if (list === place.above[i]) continue;
      rules ??= [...place.above];
      rules[i] = list;
    }
    return rules ?? place.above;
  }

  #readKind(
    kind: FolderRule,
    place: Place,
    above: RuleList | null,
  ): RuleList | null | RulesFailure {
    if ("gitignore" in kind) return this.#readGit(place, above as GitRules | null);
    if ("marker" in kind) return this.#readMarker(kind, place);
    return this.#readFile(kind, place, above);
  }

  #readFile(
    kind: RuleFile,
    place: Place,
    above: RuleList | null,
  ): RuleList | null | RulesFailure {
    const name = nameOf(kind.ruleFile);
    const contents = this.#contents(place, place.handle, [name]);
    if (contents === null || typeof contents !== "string") {
      return contents === null ? above : contents;
    }
    const { deleteExcluded } = this.options;
    try {
      return readFileRules(kind, { contents, base: baseOf(place), above, deleteExcluded });
    } catch (error) {
      if (!(error instanceof FerryError)) throw error;
      const { code, message } = error;
      return { path: pathIn(place, [name]), error: 0, syscall: null, code, message };
    }
  }

  /** A repository in the source is one by itself: what folders above it say is not for it. */
  #readGit(place: Place, above: GitRules | null): GitRules | null | RulesFailure {
    const { fs, options: { deleteExcluded } } = this;
    let inherited = above;
    if (fs.stat(place.handle, cString(DOT_GIT), this.#stat) === 0) {
      const own = this.#readInfoExclude(place);
      if (own !== null && typeof own !== "string") return own;
      inherited = own === null ? null : new GitRules(own, baseOf(place), null, deleteExcluded);
    }
    const contents = this.#contents(place, place.handle, [GITIGNORE]);
    if (contents === null) return inherited;
    if (typeof contents !== "string") return contents;
    return new GitRules(contents, baseOf(place), inherited, deleteExcluded);
  }

  #readInfoExclude(place: Place): string | null | RulesFailure {
    const { fs } = this;
    const names = [DOT_GIT, INFO];
    const folder = fs.openFolderBeneath(place.handle, cString(joined(names)), false);
    if (folder === -ENOENT || folder === -ENOTDIR || folder === -ELOOP) return null;
    if (folder < 0) return this.failed(pathIn(place, names), "openat2", folder);
    const contents = this.#contents(place, folder, [...names, EXCLUDE]);
    fs.close(folder);
    return contents;
  }

  #readMarker({ marker, signature }: Marker, place: Place): RuleList | null | RulesFailure {
    const name = nameOf(marker);
    const error = this.fs.stat(place.handle, cString(name), this.#stat);
    if (error === -ENOENT) return null;
    if (error < 0) return this.failed(pathIn(place, [name]), "statx", error);
    const rules = new MarkerRules(toBinaryString(marker), this.options.deleteExcluded);
    if (signature === undefined) return rules;
    if (!this.#stat.isFile) return null;
    const length = signature.length;
    const begins = this.#contents(place, place.handle, [name], length);
    if (begins !== null && typeof begins !== "string") return begins;
    return begins === signature ? rules : null;
  }

  /**
   * The contents of the file that the last of `names` is in `folder`, as a binary string; null where it is not there.
   *
   * @param names from the place on
   * @param most bytes that are read; a longer file is an error if left out
   */
  #contents(
    place: Place,
    folder: number,
    names: Names,
    most?: number,
  ): string | null | RulesFailure {
    const { fs } = this;
    const file = fs.openForReading(folder, cString(names.at(-1)!), false);
    if (file === -ENOENT) return null;
    if (file === -ELOOP || file === -EISDIR || file === -ENXIO) {
      return notPlain(pathIn(place, names));
    }
    if (file < 0) return this.failed(pathIn(place, names), "openat", file);
    const error = fs.statHandle(file, this.#stat);
    const { isFile, size } = this.#stat;
    let contents: string | number = error;
    if (error === 0 && isFile && (most !== undefined || size <= MOST_BYTES)) {
      contents = this.#readBytes(file, most ?? MOST_BYTES);
    }
    fs.close(file);
    if (typeof contents === "string") return contents;
    if (contents < 0) return this.failed(pathIn(place, names), "pread", contents);
    return isFile ? tooLarge(pathIn(place, names)) : notPlain(pathIn(place, names));
  }

  /** At most `most` bytes of an open file; a negated errno if that failed. */
  #readBytes(file: number, most: number): string | number {
    const pieces: Uint8Array[] = [];
    const buffer = new Uint8Array(Math.min(most, 64 * 1024));
    for (let at = 0; at < most;) {
      const count = this.fs.read(file, buffer, Math.min(buffer.length, most - at), at);
      if (count < 0) return count;
      if (count === 0) break;
      pieces.push(buffer.slice(0, count));
      at += count;
    }
    return binaryTextOf(concatBytes(pieces));
  }

  failed(path: Uint8Array, syscall: string, error: number): RulesFailure {
    const { fs } = this;
    return { path, error, syscall, code: fs.errorName(error), message: fs.errorText(error) };
  }
}

const encoder = new TextEncoder();
const DOT_GIT = encoder.encode(".git");
const INFO = encoder.encode("info"), EXCLUDE = encoder.encode("exclude");
const GITIGNORE = encoder.encode(".gitignore");

function nameOf(text: string): Uint8Array {
  return bytesOfBinaryText(toBinaryString(text));
}

/** Characters of the path of an entry in a place that name the place, with their slash. */
function baseOf({ path }: Place): number {
  return path.length === 0 ? 0 : path.length + 1;
}

function pathIn({ path }: Place, names: Names): Uint8Array {
  return joined(path.length === 0 ? names : [path, ...names]);
}

function joined(names: Names): Uint8Array {
  const slash = Uint8Array.of(SLASH);
  return concatBytes(names.flatMap((name, i) => i === 0 ? [name] : [slash, name]));
}

function notPlain(path: Uint8Array): RulesFailure {
  const message = "Rules are read from regular files only, and never through a link";
  return { path, error: 0, syscall: null, code: "NO_RULES", message };
}

function tooLarge(path: Uint8Array): RulesFailure {
  const message = `It is larger than ${MOST_BYTES / 1024 / 1024} MiB, which no file of rules is`;
  return { path, error: 0, syscall: null, code: "NO_RULES", message };
}
