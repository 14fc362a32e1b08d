// What POSIX systems have in common beside their calls: how paths are written, and what none of them has.

import type { CString } from "./c_string.ts";
import { EOPNOTSUPP } from "./errno.ts";
import type {
  Abilities,
  AttributeCalls,
  CopyByNameCalls,
  NativeFileSystem,
  PathRules,
} from "./native_file_system.ts";

const unsupported = () => -EOPNOTSUPP;

/** Paths have slashes already, and one root. */
export const posixPaths: PathRules = {
  withSlashes: (typed) => typed,
  rootOf: (path) => path.startsWith("/") ? "/" : "",
  systemFolder: "/",
  foldCase: (name: CString) => name,
};

/** What is Windows' alone. */
export const posixAbilities = {
  blockClone: false,
  attributes: false,
  streams: false,
  copyByName: false,
  ignoresCase: false,
  inheritsAcls: false,
} as const satisfies Partial<Abilities>;

/** The calls that belong to it. */
export const posixCalls:
  & AttributeCalls
  & CopyByNameCalls
  & Pick<NativeFileSystem, "callName"> = {
    callName: (name) => name,
    prepare: unsupported,
    copyStreams: unsupported,
    copyByName: unsupported,
    setAttributes: unsupported,
    setAttributesAt: unsupported,
  };

/** Whether a process is running, by its folder below /proc. */
export function isRunning(process: number): boolean {
  try {
    Deno.statSync(`/proc/${process}`);
    return true;
  } catch {
    return false;
  }
}
