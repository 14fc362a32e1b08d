// Which source entries take part: filters, depth, sizes and ages.

import { binaryText, type CString, type FileStat } from "../../ffi/mod.ts";
import type { Options } from "../options.ts";
import { commonLength } from "../common_length.ts";
import { depthOf, withinDepth } from "./depth.ts";
import { compileFilter, type Filter } from "./filter.ts";
import { withFunction } from "./filter_function.ts";
import { PathList } from "./path_list.ts";
import {
  type FolderRules,
  folderRulesOf,
  inheritedBy,
  NO_FOLDER_RULES,
} from "./rules/folder_rules.ts";
import type { FolderRuleReader, RulesFailure, SourceFolder } from "./rules/folder_rule_reader.ts";
import { type FilterRule, type FolderRule, isFolderRule } from "../filter_rules.ts";

/** Makes a character of each byte, widened to 16 bits: fast also for very long paths. */
const BYTES_AS_CHARACTERS = new TextDecoder("utf-16le");

export class Selection {
  readonly #filter: Filter | null;
  /** Keeps extra entries of the target. */
  readonly #protection: Filter | null;
  readonly #kinds: readonly FolderRule[];
  readonly #only: PathList | null;
  readonly #options: Options;
  readonly #now = Date.now() / 1000;
  /** True if a source entry may take no part, and its name in the target be extra all the same. */
  readonly mayDeleteExcluded: boolean;
  /** Whether an entry's metadata is needed to decide about it. */
  readonly looksAtMetadata: boolean;

  /** @param reader reads the rules that folders of the source hold; none are read without it */
  constructor(options: Options, private readonly reader: FolderRuleReader | null = null) {
    const { filters, deleteExcluded } = options;
    this.#options = options;
    this.#only = pathListOf(options);
    this.#filter = filterOf(options, this.#only);
    const isLimited = !deleteExcluded;
    this.#protection = withFunction(
      isLimited ? options.filter : null,
      withinDepth(
        isLimited ? options.maxDepth : null,
        compileFilter(filters, isLimited ? this.#only : null, { side: "target", deleteExcluded }),
      ),
    );
    this.#kinds = folderRulesOf(filters);
    this.mayDeleteExcluded = this.hasFilters && (deleteExcluded || filters.some(isOneSided));
    this.looksAtMetadata = options.minSize !== null || options.maxSize !== null ||
      options.minAge !== null || options.maxAge !== null;
  }

  /** True if there are filters of names. */
  get hasFilters(): boolean {
    return this.#filter !== null;
  }

  /** True if there are filters that keep names of the target. */
  get protectsNames(): boolean {
    return this.#protection !== null;
  }

  /** True if folders of the source hold rules: no folder is entered before they are read. */
  get hasFolderRules(): boolean {
    return this.#kinds.length > 0;
  }

  /** Reads the rules of a source folder that is open; what failed, or null. */
  readRules(folder: SourceFolder, handle: number): RulesFailure | null {
    if (!this.hasFolderRules || this.reader === null || !folder.isOfTree) return null;
    const rules = this.reader.rulesOf(folder, handle);
    return "code" in rules ? rules : null;
  }

  /** Whether an entry of a source folder takes no part. */
  excludesName(folder: SourceFolder, name: CString, isFolder: boolean): boolean {
    if (this.#filter === null) return false;
    const rules = this.#rulesOf(folder);
    return rules === null ||
      this.#filter.excludes(this.#pathOf(folder.path, name), isFolder, rules);
  }

  /** Whether a folder takes no part, or one above it; the rules that folders hold are not asked. */
  excludesPath(path: string): boolean {
    const filter = this.#filter;
    if (filter === null) return false;
    const names = path.split("/");
    return names.some((_, i) => {
      const upToHere = names.slice(0, i + 1).join("/");
      return filter.excludes(upToHere, true, NO_FOLDER_RULES);
    });
  }

  /**
   * Whether the target keeps an entry that the source lacks, or that takes no part there.
   *
   * @param folder one that both sides have, in which or below which it is
   * @param path of the folder that it stands in: below the former one are those that go
   */
  protectsName(
    folder: SourceFolder,
    path: Uint8Array,
    name: CString,
    isFolder: boolean,
  ): boolean {
    if (this.#protection === null) return false;
    const rules = this.#rulesOf(folder);
    if (rules === null) return true;
    const isInDeleted = path.length > folder.path.length;
    const here = isInDeleted ? inheritedBy(rules, this.#kinds) : rules;
    return this.#protection.excludes(this.#pathOf(path, name), isFolder, here, isInDeleted);
  }

  /** Null where they cannot be read: nothing is known then of the folder's entries. */
  #rulesOf(folder: SourceFolder): FolderRules | null {
    if (this.#kinds.length === 0 || this.reader === null || !folder.isOfTree) {
      return NO_FOLDER_RULES;
    }
    const rules = this.reader.rulesOf(folder, -1);
    return "code" in rules ? null : rules;
  }

  /** True if nothing in a folder takes part, because it is the last one of the depth that was asked for. */
  isLastLevel(folder: Uint8Array): boolean {
    const { maxDepth, deleteExcluded } = this.#options;
    // What is excluded there is then to be deleted, so that the folder is looked into like any other.
    return maxDepth !== null && !deleteExcluded && depthOf(folder) >= maxDepth;
  }

  /** True if the run is restricted to a list of paths that has this one itself. */
  isListedItself(folder: Uint8Array, name: CString): boolean {
    return this.#only !== null && this.#only.names(this.#pathOf(folder, name));
  }

  #pathOf(folder: Uint8Array, name: CString): string {
    const last = binaryText(name);
    return folder.length === 0 ? last : `${this.#textOf(folder)}/${last}`;
  }

  #folder = new Uint8Array();
  #folderText = "";

  /** The same folder's is asked for again and again, and may have 40,000 bytes. */
  #textOf(folder: Uint8Array): string {
    const isSame = folder.length === this.#folder.length &&
      commonLength(folder, this.#folder) === folder.length;
    if (isSame) return this.#folderText;
    this.#folder = folder.slice();
    return this.#folderText = BYTES_AS_CHARACTERS.decode(new Uint16Array(folder));
  }

  /** Sizes and ages speak about files alone. */
  excludesFile(stat: FileStat): boolean {
    const { minSize, maxSize, minAge, maxAge } = this.#options;
    if (minSize !== null && stat.size < minSize) return true;
    if (maxSize !== null && stat.size > maxSize) return true;
    if (minAge === null && maxAge === null) return false;
    const age = this.#now - stat.mtimeSec - stat.mtimeNsec / 1e9;
    return (minAge !== null && age < minAge) || (maxAge !== null && age > maxAge);
  }
}

/** Whether a rule may be for one side alone. */
function isOneSided(rule: FilterRule): boolean {
  if ("pattern" in rule || !("ruleFile" in rule)) return "side" in rule && rule.side !== undefined;
  return rule.side !== undefined || (rule.syntax ?? "rules") === "rules";
}

/** What decides about names. */
export type NameFilters = Pick<Options, "filters" | "filter" | "onlyPaths" | "maxDepth">;

/** What decides about names, compiled; null where nothing is left out. */
function filterOf(options: NameFilters, only = pathListOf(options)): Filter | null {
  const byRules = withinDepth(options.maxDepth, compileFilter(options.filters, only));
  return withFunction(options.filter, byRules);
}

/** What decides in any case: what folders of the source say is not known, nor what rules behind that come to. */
export function certainFilterOf(options: NameFilters): Filter | null {
  const first = options.filters.findIndex(isFolderRule);
  return filterOf(first < 0 ? options : { ...options, filters: options.filters.slice(0, first) });
}

/** The paths that a run is restricted to; null is all. */
function pathListOf({ onlyPaths }: NameFilters): PathList | null {
  return onlyPaths === null ? null : new PathList(onlyPaths);
}

/** Whether the filters leave out a path, in binary text, or a folder that it lies in: for paths that no walk has met. */
export function pathExclusion(options: NameFilters): (path: string) => boolean {
  const filter = certainFilterOf(options);
  if (filter === null) return () => false;
  return (path) => {
    for (let slash = path.indexOf("/"); slash >= 0; slash = path.indexOf("/", slash + 1)) {
      if (filter.excludes(path.slice(0, slash), true)) return true;
    }
    return filter.excludes(path, false);
  };
}
