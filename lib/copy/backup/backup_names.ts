// What a backup is called, and its place in messages.

import { type CString, cString, pathBytes, withoutNul } from "../../../ffi/mod.ts";
import type { RootPair } from "../../entry/root_pair.ts";
import type { Options } from "../../options.ts";

const encoder = new TextEncoder();

/** What is appended to the name of a backup: as in rsync `~` beside the entry, nothing in a folder of its own. */
export function backupSuffix({ suffix, backupDir }: Options): Uint8Array {
  return encoder.encode(suffix ?? (backupDir === null ? "~" : ""));
}

/** The name of the backup of `name`. */
export function backupName(name: CString, suffix: Uint8Array): CString {
  const old = withoutNul(name);
  const bytes = new Uint8Array(old.length + suffix.length);
  bytes.set(old);
  bytes.set(suffix, old.length);
  return cString(bytes);
}

/** Whether a name is that of a backup. */
export function isBackupName(name: CString, suffix: Uint8Array): boolean {
  const bytes = withoutNul(name);
  const from = bytes.length - suffix.length;
  if (from < 1) return false;
  for (let i = 0; i < suffix.length; i++) if (bytes[from + i] !== suffix[i]) return false;
  return true;
}

/** The roots by which messages name a backup: the target's folder is the one that is read. */
export function rootOfBackups(root: RootPair): RootPair {
  const { backupDir, targetLabel } = root;
  const label = backupDir === undefined ? targetLabel : pathBytes(backupDir);
  return { ...root, sourceLabel: targetLabel, targetLabel: label, targetName: null };
}
