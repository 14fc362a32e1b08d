// What POSIX systems have in common beside their calls: what they lack, and how paths are written.

import { EOPNOTSUPP } from "../errno.ts";
import type { Abilities } from "../calls/abilities.ts";
import type { AttributeCalls, ListedCalls } from "../calls/metadata.ts";
import type { PathRules } from "../calls/paths.ts";
import type { CopyByNameCalls } from "../calls/whole_files.ts";
import type { XattrComparison } from "../calls/xattrs.ts";
import type { NativeFileSystem } from "../native_file_system.ts";

const unsupported = () => -EOPNOTSUPP;

/** Platforms that keep some flags clear the others when they read them. */
const ALL_BITS = -1;

/** Abilities that most of them lack. */
export const posixAbilities = {
  blockClone: false,
  attributes: false,
  freeAttributes: ALL_BITS,
  allAttributes: ALL_BITS,
  settableAttributes: ALL_BITS,
  guardingAttributes: 0,
  earlyAttributes: 0,
  attributeNames: {},
  streams: false,
  copyByName: false,
  listsMetadata: false,
  inheritsAcls: false,
  mountRootAttribute: 0,
} as const satisfies Partial<Abilities>;

/** The calls that belong to those, and how names of calls and entries are taken: as they are. */
export const posixCalls:
  & AttributeCalls
  & CopyByNameCalls
  & ListedCalls
  & XattrComparison
  & Pick<NativeFileSystem, "callName" | "nameKey"> = {
    callName: (name) => name,
    nameKey: () => null,
    prepare: unsupported,
    tellAll: () => {},
    copyStreams: unsupported,
    copyByName: unsupported,
    setAttributes: unsupported,
    setAttributesAt: unsupported,
    statListed: () => false,
    forgetListed: () => {},
    isAsGood: () => false,
  };

/** Paths have slashes and one root. */
export const posixPaths: PathRules = {
  withSlashes: (typed) => typed,
  rootOf: (path) => path.startsWith("/") ? "/" : "",
  longestPath: 4096, // limits.h of Linux, PATH_MAX
  pathUnit: "bytes",
  systemFolder: "/",
};
