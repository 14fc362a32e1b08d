// The rules that folders of the source hold. Jobs travel between threads by path alone, so each thread reads the
// files of the folders above one by itself, by descriptor and never through a link, and remembers them: the next
// question is about a folder nearby.

import { type NativeFileSystem, pathText } from "../../../ffi/mod.ts";
import type { FolderOpener } from "../../copy/folder_opener.ts";
import type { RootPair } from "../../entry/root_pair.ts";
import type { Options } from "../../options.ts";
import type {
  FolderRuleReader,
  RulesFailure,
  SourceFolder,
} from "../../plan/rules/folder_rule_reader.ts";
import { type FolderRules, inheritedBy } from "../../plan/rules/folder_rules.ts";
import { FolderChain } from "./folder_chain.ts";
import { ReadRules } from "./read_rules.ts";

export class SourceRules implements FolderRuleReader {
  readonly #reader: ReadRules;
  readonly #none: FolderRules;
  /** Whether folders above the root count, too. */
  readonly #asksAbove: boolean;
  readonly #rules = new FolderChain<FolderRules>();

  constructor(
    private readonly fs: NativeFileSystem,
    private readonly folders: FolderOpener,
    private readonly options: Options,
  ) {
    this.#reader = new ReadRules(fs, options);
    this.#none = this.#reader.kinds.map(() => null);
    this.#asksAbove = this.#reader.kinds.some((kind) => "from" in kind && kind.from !== undefined);
  }

  rulesOf({ root, path }: SourceFolder, handle: number): FolderRules | RulesFailure {
    this.#rules.goTo(root.index, path);
    for (let end = this.#rules.nextEnd(); end >= 0; end = this.#rules.nextEnd()) {
      const isOpen = handle >= 0 && end === path.length;
      const failure = this.#look(isOpen ? handle : null, root, path.slice(0, end));
      if (failure !== null) return failure;
    }
    return this.#rules.values.at(-1)!;
  }

  #readAbove({ sourceLabel }: RootPair): FolderRules | RulesFailure {
    if (!this.#asksAbove) return this.#none;
    const label = pathText(sourceLabel);
    const { paths } = this.fs;
    const isAbsolute = paths.rootOf(label) !== "";
    const path = isAbsolute ? label : `${paths.withSlashes(Deno.cwd())}/${label}`;
    return this.#reader.readAbove(path, this.#none);
  }

  /** Reads what the folder at `path` says; null, or what failed. */
  #look(open: number | null, root: RootPair, path: Uint8Array): RulesFailure | null {
    const handle = open ?? this.folders.open(root.source, path, this.options.dereference);
    if (handle < 0) return this.#reader.contents.failed(path, "openat2", handle);
    const outer = this.#rules.values.at(-1) ?? this.#readAbove(root);
    if ("code" in outer) return outer;
    const above = inheritedBy(outer, this.#reader.kinds);
    const rules = this.#reader.read({ handle, path, above });
    if (open === null) this.fs.close(handle);
    if ("code" in rules) return rules;
    this.#rules.add(path.length, rules);
    return null;
  }
}
