// What a script gave as options, checked and in the engine's terms: which function takes which option, patterns as
// rules, and paths as text.

import { binaryTextOf } from "../../ffi/c_string.ts";
import { pathBytes } from "../../ffi/path_text.ts";
import { contradictionIn } from "../contradictions.ts";
import { UsageError } from "../errors.ts";
import type { FilterRule } from "../filter_rules.ts";
import {
  completeOptions,
  invalid,
  type PartialOptions,
  shown,
  unknownOption,
} from "../library_options.ts";
import type { Options } from "../options.ts";
import { belowRoot } from "../plan/path_list.ts";
import { fieldsOf } from "./fields.ts";
import { optionOfFlag } from "./option_names.ts";
import { type Path, pathOf, pathsOf } from "./path.ts";

/** The functions of the library that begin a run. */
export type FunctionName = "copy" | "mirror" | "move" | "verify" | "check" | "plan";

const ALL = ["copy", "mirror", "move", "verify", "check", "plan"] as const;
const WRITING = ["copy", "mirror", "move", "plan"] as const;
const FOLLOWING = ["copy", "mirror", "verify", "plan"] as const;
const REMOVING = ["copy", "mirror", "plan"] as const;
const DELETING = ["mirror", "plan"] as const;

/** Which functions take an option of the engine; none takes what a function itself says. */
export const TAKEN_BY = {
  compareOnly: [],
  filter: ALL,
  filters: ALL,
  onlyPaths: ALL,
  minSize: ALL,
  maxSize: ALL,
  minAge: ALL,
  maxAge: ALL,
  oneFileSystem: ALL,
  maxDepth: ALL,
  pruneEmptyDirs: ALL,
  shard: ALL,
  comparison: ALL,
  modifyWindowNs: ALL,
  keep: ALL,
  required: ALL,
  userMap: ALL,
  groupMap: ALL,
  chmod: ALL,
  omitFolderTimes: ALL,
  omitLinkTimes: ALL,
  backup: ALL,
  suffix: ALL,
  backupDir: ALL,
  jobs: ALL,
  lowPriority: ALL,
  dropCache: ALL,
  dereference: FOLLOWING,
  dereferenceArgs: ["copy"],
  dryRun: WRITING,
  update: WRITING,
  ignoreExisting: WRITING,
  existingOnly: WRITING,
  inplace: WRITING,
  linkDest: WRITING,
  materialize: WRITING,
  sparse: WRITING,
  reflink: WRITING,
  zeroCopy: WRITING,
  fsync: WRITING,
  verify: WRITING,
  resume: WRITING,
  bandwidthLimit: WRITING,
  retries: WRITING,
  retryWait: WRITING,
  reportOperations: ALL,
  reportDetails: ALL,
  reportCosts: ALL,
  removeSource: REMOVING,
  delete: DELETING,
  maxDelete: DELETING,
  deleteExcluded: [...DELETING, "verify"],
  allowEmptySource: DELETING,
  swap: DELETING,
  digests: ["verify"],
  ignoreExtra: ["verify", "check"],
} as const satisfies Record<keyof Options, readonly FunctionName[]>;

/** What `rest` of the options of a call is beside those of the engine. */
interface OwnOptions {
  readonly include?: unknown;
  readonly exclude?: unknown;
}

/**
 * The options of a call in the engine's terms, complete.
 *
 * @param given what a function was called with, as taken over
 * @param defaults what holds for this function instead of the command line's
 * @throws {UsageError} `EINVAL` for an option that is wrong, `CONFLICT` for two that contradict each other
 */
export function optionsOf(
  given: object,
  defaults: Partial<Options>,
): Options {
  const { include, exclude, onlyPaths, backupDir, linkDest, ...rest } = given as
    & OwnOptions
    & Record<string, unknown>;
  const rules = [...patterns("include", include), ...patterns("exclude", exclude)];
  const options = completeOptions({
    ...rest,
    ...(rules.length === 0 ? {} : { filters: [...rules, ...filtersOf(rest.filters)] }),
    ...(onlyPaths === undefined ? {} : { onlyPaths: onlyPathsOf(onlyPaths) }),
    ...(backupDir === undefined ? {} : { backupDir: backupDirOf(backupDir) }),
    ...(linkDest === undefined ? {} : { linkDest: pathsOf(linkDest as Path, "linkDest") }),
  } as PartialOptions, defaults);
  const contradiction = contradictionIn(options);
  if (contradiction === null) return options;
  const [a, b] = contradiction.names;
  throw new UsageError("CONFLICT", `invalid options: '${a}' and '${b}' ${contradiction.what}`);
}

/**
 * What a function was called with, taken over.
 *
 * @param own the options that are the function's, and not the engine's
 * @throws {UsageError} for names that no option of the function has
 */
export function takenOver<Name extends string>(
  name: FunctionName,
  given: unknown,
  own: readonly Name[],
): Record<string, unknown> {
  const taken: Readonly<Record<string, readonly FunctionName[]>> = TAKEN_BY;
  const ofEngine = Object.keys(taken).filter((option) => taken[option].includes(name));
  const known = [...own, "include", "exclude", ...ofEngine];
  return fieldsOf(name, given, known, (option) => {
    const others = Object.hasOwn(taken, option) ? taken[option] : [];
    if (others.length === 0) throw unknownOption(option, known, optionOfFlag(option));
    const list = others.map((other) => `${other}()`).join(", ");
    throw invalid(`${name}() takes no option '${option}'; ${list} ${verb(others)}`);
  });
}

function verb(functions: readonly unknown[]): string {
  return functions.length === 1 ? "does" : "do";
}

function patterns(name: "include" | "exclude", value: unknown): FilterRule[] {
  if (value === undefined) return [];
  const list = Array.isArray(value) ? value : [value];
  return list.map((pattern) => {
    if (typeof pattern !== "string" || pattern === "") {
      throw invalid(`the option '${name}' takes a pattern or a list of them, not ${shown(value)}`);
    }
    return { include: name === "include", pattern };
  });
}

/** A wrong value is told when the rules are checked. */
function filtersOf(filters: unknown): unknown[] {
  return filters === undefined ? [] : Array.isArray(filters) ? filters : [filters];
}

function onlyPathsOf(paths: unknown): string[] | null {
  if (paths === null) return null;
  const isPath = (path: unknown) => typeof path === "string" || path instanceof Uint8Array;
  if (!Array.isArray(paths) || !paths.every(isPath)) {
    throw invalid(
      `the option 'onlyPaths' takes a list of paths, as strings or Uint8Arrays, not ${
        shown(paths)
      }`,
    );
  }
  return paths.map((path) => belowRoot(binaryTextOf(pathBytes(pathOf(path, "onlyPaths")))));
}

function backupDirOf(path: unknown): string | null {
  return path === null ? null : pathOf(path as Path, "backupDir");
}
