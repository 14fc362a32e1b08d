// The rules that choose entries by name: patterns, and files in the folders of SOURCE that hold more of them. Plain
// data, in the order in which they were given; the first that matches an entry decides.

/** The side that a rule is for, where it is not for both. */
export type RuleSide = "source" | "target";

/** A pattern that includes or excludes entries. */
export interface PatternRule {
  /** Whether it includes entries; else it excludes them. */
  readonly include: boolean;
  /** An rsync pattern: `*`, `**`, `?`, `[a-z]`, a leading `/` for the root, a trailing `/` for folders. */
  readonly pattern: string;
  /** `source`: only what is copied. `target`: only what a mirror keeps of what the source lacks. */
  readonly side?: RuleSide;
  /** Whether it matches what the pattern does not match. */
  readonly negated?: boolean;
  /** Whether it keeps nothing in a folder of the target that is deleted. */
  readonly perishable?: boolean;
  /** Whether small and capital letters are the same. */
  readonly ignoresCase?: boolean;
}

/** How the contents of a file of rules are read. */
export interface RuleFormat {
  /** `rules`, the default: lines begin with `+`, `-` or another kind of rule. Else each line is a pattern. */
  readonly syntax?: "rules" | "excludes" | "includes";
  /** Whether white space ends a rule, and `#` begins no comment. */
  readonly words?: boolean;
  /** Whether `!` among patterns forgets those before it. */
  readonly clears?: boolean;
  /** What its rules are for; they must not say so themselves then. */
  readonly side?: RuleSide;
  /** Whether its rules keep nothing in a folder of the target that is deleted. */
  readonly perishable?: boolean;
}

/** A file that each folder of the source may have, with rules for what is in that folder. */
export interface RuleFile extends RuleFormat {
  /** Its name. */
  readonly ruleFile: string;
  /** A folder above the source from which on, down to the source, such files are read, too: absolute, or from there. */
  readonly from?: string;
  /** Whether its rules are for the folder alone, and not for those below it. */
  readonly isLocal?: boolean;
}

/** git's `.gitignore` files, and `.git/info/exclude` in a repository. They exclude, and include nothing. */
export interface GitIgnoreFiles {
  /** Tells this rule from others. */
  readonly gitignore: true;
}

/** Leaves out what is in a folder that has an entry of this name, but not that entry. */
export interface Marker {
  /** The name. */
  readonly marker: string;
  /** How the file must begin to count; left out, any entry counts. */
  readonly signature?: string;
}

/** What folders of the source say themselves. */
export type FolderRule = RuleFile | GitIgnoreFiles | Marker;

/** A rule that chooses entries. */
export type FilterRule = PatternRule | FolderRule;

/** An entry that a filter function is asked about. */
export interface FilterEntry {
  /** Below the root of its tree, `/` between names and none in front; U+FFFD stands for bytes that are not UTF-8. */
  readonly path: string;
  /** The same, as raw bytes. */
  readonly pathBytes: Uint8Array;
  /** Whether it is a folder. */
  readonly isFolder: boolean;
}

/**
 * A function that chooses entries; false leaves the entry out. It may be asked more than once about an entry, and about
 * those that only the target has: what it leaves out is not deleted there.
 */
export type EntryFilter = (entry: FilterEntry) => boolean;

/** Whether a rule is read from the folders of the source. */
export function isFolderRule(rule: FilterRule): rule is FolderRule {
  return !("pattern" in rule);
}
