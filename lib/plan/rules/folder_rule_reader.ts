// Who reads the rules that folders of the source hold.

import type { RootPair } from "../../entry/root_pair.ts";
import type { FolderRules } from "./folder_rules.ts";

/** A folder of a source. */
export interface SourceFolder {
  readonly root: RootPair;
  /** Below the root; empty for the root itself. */
  readonly path: Uint8Array;
  /** False for a folder of which entries were named: it says nothing about them. */
  readonly isOfTree: boolean;
}

/** Why the rules for a folder are not known. */
export interface RulesFailure {
  /** Path of what could not be read below the root: a file of rules, or a folder. */
  readonly path: Uint8Array;
  /** A negated errno; 0 where what was read is wrong. */
  readonly error: number;
  /** The call that failed; null where what it read is wrong. */
  readonly syscall: string | null;
  readonly code: string;
  readonly message: string;
}

export interface FolderRuleReader {
  /** @param handle of the folder where it is open, else -1 */
  rulesOf(folder: SourceFolder, handle: number): FolderRules | RulesFailure;
}
