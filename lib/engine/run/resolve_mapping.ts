// The owners, groups and modes that targets are to get, checked before anything is touched: names become numbers once.

import { cString, type NativeFileSystem } from "../../../ffi/mod.ts";
import { ENOENT } from "../../../ffi/errno.ts";
import { type FerryError, UsageError } from "../../errors.ts";
import { type IdRule, isName, isNumber, needsNames } from "../../id_rules.ts";
import { ModeChanges } from "../../mode_changes.ts";
import type { Options } from "../../options.ts";

/** What the owner of a folder needs to work in it, and what `ModeChanges` is asked for. */
const ENTERED = 0o500;
const ALL = 0o777;

/** Options with numbers alone, and what the user is told of names that nobody has. */
interface ResolvedMapping {
  readonly options: Options;
  readonly notices: readonly string[];
}

/** What is looked up: users or groups. */
interface Kind {
  readonly option: "--usermap" | "--groupmap";
  readonly noun: "user" | "group";
  readonly idOf: (name: Uint8Array) => number;
  readonly nameOf: (id: number) => string | number;
}

/**
 * Looks all names up.
 *
 * @throws {FerryError} `usage` for a name that nobody has, for modes with which the run could not go on, and for either
 *   where the system has none
 */
export function resolveMapping(fs: NativeFileSystem, options: Options): ResolvedMapping {
  const { userMap, groupMap, keep } = options;
  checkModes(fs, options);
  if (userMap.length + groupMap.length === 0) return { options, notices: [] };
  const users: Kind = {
    option: "--usermap",
    noun: "user",
    idOf: (name) => fs.userId(name),
    nameOf: (id) => fs.userName(id),
  };
  const groups: Kind = {
    option: "--groupmap",
    noun: "group",
    idOf: (name) => fs.groupId(name),
    nameOf: (id) => fs.groupName(id),
  };
  const resolved = {
    ...options,
    userMap: resolveMap(fs, users, userMap),
    groupMap: resolveMap(fs, groups, groupMap),
    // They were asked for by name.
    required: {
      ...options.required,
      ...keep.owner && userMap.length > 0 ? { owner: true } : {},
      ...keep.group && groupMap.length > 0 ? { group: true } : {},
    },
  };
  const notices = [...unknownNames(users, userMap), ...unknownNames(groups, groupMap)];
  return { options: resolved, notices };
}

function checkModes({ can, identity }: NativeFileSystem, { chmod }: Options): void {
  if (chmod.length === 0) return;
  if (!can.owners) {
    throw usage(
      "EOPNOTSUPP",
      "--chmod: there are no modes on this system, and ACLs are kept as they are",
    );
  }
  const ofFolders = new ModeChanges(chmod, identity.umask).of(ALL, true);
  if (identity.uid === 0 || (ofFolders & ENTERED) === ENTERED) return;
  throw new UsageError(
    "EACCES",
    `--chmod: '${chmod.join(",")}' would leave folders that this user cannot enter`,
    { advice: "D before a mode is for folders alone, F for all else: D755,F644" },
  );
}

function resolveMap(fs: NativeFileSystem, kind: Kind, rules: readonly IdRule[]): IdRule[] {
  if (rules.length > 0 && !fs.can.owners) {
    throw usage("EOPNOTSUPP", `${kind.option}: ${kind.noun}s are no numbers on this system`);
  }
  const failed = rules.some(needsNames) ? kind.nameOf(0) : "";
  if (typeof failed === "number") {
    throw lookUpFailed(fs, `${kind.noun}s`, failed);
  }
  return rules.map(({ from, to }) => ({ from, to: isNumber(to) ? to : numberOf(fs, kind, to) }));
}

function numberOf(fs: NativeFileSystem, { option, noun, idOf }: Kind, name: string): string {
  const id = idOf(cString(name));
  if (id === -ENOENT) throw usage("ENOENT", `--chown or ${option}: there is no ${noun} '${name}'`);
  if (id >= 0) return String(id);
  throw lookUpFailed(fs, `the ${noun} '${name}'`, id);
}

/** A name to map from may belong to another machine; a typing error looks the same. */
function unknownNames({ option, noun, idOf }: Kind, rules: readonly IdRule[]): string[] {
  return rules.filter((rule) => isName(rule) && idOf(cString(rule.from)) === -ENOENT)
    .map(({ from }) => `${option} maps no entry from '${from}': there is no ${noun} of that name`);
}

function lookUpFailed(fs: NativeFileSystem, what: string, error: number): FerryError {
  const message = `cannot look up ${what}: ${fs.errorText(error)}`;
  return new UsageError(fs.errorName(error), message, { advice: "numbers need not be looked up" });
}

function usage(code: string, message: string): FerryError {
  return new UsageError(code, message);
}
