// The owners and groups that targets are to get, from names to numbers: once, before anything is touched.

import { cString, type NativeFileSystem } from "../../../ffi/mod.ts";
import { ENOENT } from "../../../ffi/errno.ts";
import { FerryError } from "../../errors.ts";
import { type IdRule, isName, isNumber, needsNames } from "../../id_rules.ts";
import type { Options } from "../../options.ts";

/** Options with numbers alone, and what the user is told of names that nobody has. */
interface ResolvedOwners {
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

/** Looks all names up. @throws {FerryError} `usage` for a name that nobody has, or where there are no numbers */
export function resolveOwners(fs: NativeFileSystem, options: Options): ResolvedOwners {
  const { userMap, groupMap, keep } = options;
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

function resolveMap(fs: NativeFileSystem, kind: Kind, rules: readonly IdRule[]): IdRule[] {
  if (rules.length > 0 && !fs.can.owners) {
    throw usage("EOPNOTSUPP", `${kind.noun}s are no numbers on this system, and cannot be mapped`);
  }
  const failed = rules.some(needsNames) ? kind.nameOf(0) : "";
  if (typeof failed === "number") {
    throw usage(fs.errorName(failed), `cannot look up ${kind.noun}s: ${fs.errorText(failed)}`);
  }
  return rules.map(({ from, to }) => ({ from, to: isNumber(to) ? to : numberOf(fs, kind, to) }));
}

function numberOf(fs: NativeFileSystem, { noun, idOf }: Kind, name: string): string {
  const id = idOf(cString(name));
  if (id === -ENOENT) throw usage("ENOENT", `there is no ${noun} '${name}' on this system`);
  if (id >= 0) return String(id);
  throw usage(fs.errorName(id), `cannot look up the ${noun} '${name}': ${fs.errorText(id)}`);
}

/** A name to map from may belong to another machine; a typing error looks the same. */
function unknownNames({ option, noun, idOf }: Kind, rules: readonly IdRule[]): string[] {
  return rules.filter((rule) => isName(rule) && idOf(cString(rule.from)) === -ENOENT)
    .map(({ from }) => `${option} maps no entry from '${from}': there is no ${noun} of that name`);
}

function usage(code: string, message: string): FerryError {
  return new FerryError("usage", code, message);
}
