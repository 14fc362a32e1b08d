// Reads what one folder of the source says itself: files of rules, `.gitignore`, markers. A file that cannot be read is
// a failure and never no rules: what it was to leave out would be copied, and what it was to keep be deleted.

import { ELOOP, ENOENT, ENOTDIR } from "../../../ffi/errno.ts";
import { bytesOfBinaryText } from "../../../ffi/c_string.ts";
import { cString, FileStat, type NativeFileSystem, textOf } from "../../../ffi/mod.ts";
import { FerryError } from "../../errors.ts";
import type { FolderRule, Marker, RuleFile } from "../../filter_rules.ts";
import type { Options } from "../../options.ts";
import { readFileRules } from "../../plan/rules/file_rules.ts";
import type { RulesFailure } from "../../plan/rules/folder_rule_reader.ts";
import { type FolderRules, folderRulesOf } from "../../plan/rules/folder_rules.ts";
import { GitRules } from "../../plan/rules/git_rules.ts";
import { MarkerRules } from "../../plan/rules/marker_rules.ts";
import { type FolderAbove, foldersAbove } from "../../plan/rules/folders_above_root.ts";
import type { RuleList } from "../../plan/rules/rule_list.ts";
import { toBinaryString } from "../../plan/rules/subject.ts";
import { joined, pathIn, RuleContents } from "./rule_contents.ts";

/** An open folder. */
interface Place {
  readonly handle: number;
  /** Below the root. */
  readonly path: Uint8Array;
  /** What it inherits, by the kind of rule. */
  readonly above: FolderRules;
  /** For a folder above the root: what leads from it to the root, with a slash behind. */
  readonly lead?: string;
}

export class ReadRules {
  /** What is read. */
  readonly kinds: readonly FolderRule[];
  readonly #stat = new FileStat();
  readonly contents: RuleContents;

  constructor(private readonly fs: NativeFileSystem, private readonly options: Options) {
    this.kinds = folderRulesOf(options.filters);
    this.contents = new RuleContents(fs);
  }

  /**
   * What folders above the root say, for the rules that ask for it.
   *
   * @param root its absolute path
   */
  readAbove(root: string, none: FolderRules): FolderRules | RulesFailure {
    const rules = [...none];
    for (const [i, kind] of this.kinds.entries()) {
      if (!("ruleFile" in kind) || kind.from === undefined) continue;
      for (const folder of foldersAbove(kind.from, root, this.fs.paths.rootOf(root))) {
        const list = this.#readFileAbove(kind, folder, rules[i]);
        if (list !== null && "code" in list) return list;
        rules[i] = list;
      }
    }
    return rules;
  }

  #readFileAbove(
    kind: RuleFile,
    { path, lead }: FolderAbove,
    above: RuleList | null,
  ): RuleList | null | RulesFailure {
    const top = new Uint8Array();
    const handle = this.fs.openFolder(cString(path));
    const list = handle < 0
      ? this.contents.failed(top, "open", handle)
      : this.#readFile(kind, { handle, path: top, above: [], lead: toBinaryString(lead) }, above);
    if (handle >= 0) this.fs.close(handle);
    if (list === null || !("code" in list)) return list;
    return { ...list, path: top, message: `${kind.ruleFile} in '${path}': ${list.message}` };
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
    const contents = this.contents.read(place, place.handle, [name]);
    if (contents === null || typeof contents !== "string") {
      return contents === null ? above : contents;
    }
    const { deleteExcluded } = this.options;
    const { lead = "" } = place;
    try {
      return readFileRules(kind, { contents, base: baseOf(place), lead, above, deleteExcluded });
    } catch (error) {
      if (!(error instanceof FerryError)) throw error;
      const { code } = error;
      // The rule in it is a binary string, as the contents are.
      const message = textOf(cString(bytesOfBinaryText(error.message)));
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
    const contents = this.contents.read(place, place.handle, [GITIGNORE]);
    if (contents === null) return inherited;
    if (typeof contents !== "string") return contents;
    return new GitRules(contents, baseOf(place), inherited, deleteExcluded);
  }

  #readInfoExclude(place: Place): string | null | RulesFailure {
    const { fs } = this;
    const names = [DOT_GIT, INFO];
    const folder = fs.openFolderBeneath(place.handle, cString(joined(names)), false);
    if (folder === -ENOENT || folder === -ENOTDIR || folder === -ELOOP) return null;
    if (folder < 0) return this.contents.failed(pathIn(place, names), "openat2", folder);
    const contents = this.contents.read(place, folder, [...names, EXCLUDE]);
    fs.close(folder);
    return contents;
  }

  #readMarker({ marker, signature }: Marker, place: Place): RuleList | null | RulesFailure {
    const name = nameOf(marker);
    const error = this.fs.stat(place.handle, cString(name), this.#stat);
    if (error === -ENOENT) return null;
    if (error < 0) return this.contents.failed(pathIn(place, [name]), "statx", error);
    const rules = new MarkerRules(toBinaryString(marker), this.options.deleteExcluded);
    if (signature === undefined) return rules;
    if (!this.#stat.isFile) return null;
    const length = signature.length;
    const begins = this.contents.read(place, place.handle, [name], length);
    if (begins !== null && typeof begins !== "string") return begins;
    return begins === signature ? rules : null;
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
