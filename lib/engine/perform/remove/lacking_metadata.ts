// What the target lacks of an entry that stays in the source, in words.

import { CHANGED, METADATA } from "../../../plan/changes.ts";
import type { Keep, Options } from "../../../options.ts";

const NO_EQUAL = "it has no equal in the target; run again";

const NAMES: readonly (readonly [bit: number, name: string, kept: keyof Keep])[] = [
  [CHANGED.mode, "mode", "perms"],
  [CHANGED.uid, "owner", "owner"],
  [CHANGED.gid, "group", "group"],
  [CHANGED.mtime, "modification time", "times"],
  [CHANGED.xattrs, "attributes", "xattrs"],
  [CHANGED.acl, "ACL", "acls"],
  [CHANGED.flags, "flags", "flags"],
];

/** Why an entry has not arrived. */
export interface Lacking {
  readonly message: string;
  /** Whether it was asked for by name, and to run again would change nothing. */
  readonly isInsisted: boolean;
}

/** @param changes how the entry's target differs, as CHANGED bits */
export function lackingOf({ required, chmod }: Options, changes: number): Lacking {
  if (changes === 0 || (changes & ~METADATA) !== 0) return { message: NO_EQUAL, isInsisted: false };
  const lacking = NAMES.filter(([bit]) => (changes & bit) !== 0);
  const isInsisted = lacking.some(([, , kept]) =>
    required[kept] === true || (kept === "perms" && chmod.length > 0)
  );
  const names = lacking.map(([, name]) => name);
  const last = names.pop()!;
  const list = names.length === 0 ? last : `${names.join(", ")} and ${last}`;
  const differ = names.length > 0 || last.endsWith("s") ? "differ" : "differs";
  const message = `its ${list} ${differ} in the target${isInsisted ? "" : "; run again"}`;
  return { message, isInsisted };
}
