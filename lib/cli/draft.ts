// What flags write into while argv is read, one field a flag, so that the last one typed wins; the engine's options are made
// of it.

import { needsDetails } from "./line_format.ts";
import {
  type Comparison,
  DEFAULT_OPTIONS,
  type Keep,
  type Options,
  type SourceRemoval,
} from "../options.ts";
import type { Owners } from "./owners.ts";
import {
  type FilterInput,
  type OutputSettings,
  printsOperations,
  type TransferCommand,
} from "./settings.ts";

/** Options that depend on more than one flag. */
type Derived =
  | "compareOnly"
  | "removeSource"
  | "digests"
  | "delete"
  | "filters"
  | "onlyPaths"
  | "comparison"
  | "keep"
  | "required"
  | "reportOperations"
  | "reportDetails";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What the flags set while argv is read. */
export interface Draft {
  /** Those that the engine gets unchanged. */
  readonly options: Mutable<Omit<Options, Derived>>;
  delete: boolean | null;
  removeSourceFiles: boolean;
  confirm: boolean;
  exec: readonly string[] | null;
  noTargetDirectory: boolean;
  targetDirectory: string | null;
  manifest: string | null;
  check: string | null;
  readonly filters: FilterInput[];
  filesFrom: string | null;
  listsEndInNul: boolean;
  checksum: boolean;
  sizeOnly: boolean;
  ignoreTimes: boolean;
  chown: Owners | null;
  readonly keep: { -readonly [K in keyof Keep]: Keep[K] | null };
  readonly output: Mutable<OutputSettings>;
  /** A settings file; false for none; null for the user's own. */
  config: string | false | null;
  /** Whether the run is remembered. */
  history: boolean;
  readonly presets: string[];
}

/** A draft that no flag has written into. */
export function newDraft(): Draft {
  return {
    options: { ...DEFAULT_OPTIONS },
    delete: null,
    removeSourceFiles: false,
    confirm: false,
    exec: null,
    noTargetDirectory: false,
    targetDirectory: null,
    manifest: null,
    check: null,
    filters: [],
    filesFrom: null,
    listsEndInNul: false,
    checksum: false,
    sizeOnly: false,
    ignoreTimes: false,
    chown: null,
    keep: {
      perms: null,
      times: null,
      owner: null,
      group: null,
      xattrs: null,
      acls: null,
      hardLinks: null,
      specials: null,
      flags: null,
    },
    output: {
      quiet: false,
      verbose: false,
      itemize: false,
      progress: "auto",
      json: false,
      stats: false,
      color: "auto",
      resultsOnStderr: false,
      format: null,
      print0: false,
      logFile: null,
      logFormat: null,
      errorsTo: null,
    },
    config: null,
    history: true,
    presets: [],
  };
}

/** The engine's options from a checked draft. */
export function optionsFrom(draft: Draft, command: TransferCommand): Options {
  const kept = Object.entries(draft.keep);
  const plans = command === "plan";
  return deepFreeze({
    ...draft.options,
    dryRun: draft.options.dryRun || plans,
    compareOnly: command === "verify",
    removeSource: removalBy(draft, command),
    digests: draft.manifest !== null,
    delete: draft.delete ?? (plans || command === "mirror"),
    filters: [],
    onlyPaths: null,
    comparison: comparisonOf(draft),
    userMap: draft.chown?.users.length ? draft.chown.users : draft.options.userMap,
    groupMap: draft.chown?.groups.length ? draft.chown.groups : draft.options.groupMap,
    keep: Object.fromEntries(kept.map(([name, on]) => [name, on ?? true])) as unknown as Keep,
    required: Object.fromEntries(kept.filter(([, on]) => on === true)),
    reportOperations: printsOperations(draft.output, command, draft.options) ||
      (draft.output.logFile !== null && command !== "verify"),
    reportDetails: needsDetails(draft.output.format) || needsDetails(draft.output.logFormat),
  });
}

/** Freezes plain data with all that it holds. */
export function deepFreeze<T extends object>(value: T): Readonly<T> {
  for (const inner of Object.values(value)) {
    if (typeof inner === "object" && inner !== null) deepFreeze(inner);
  }
  return Object.freeze(value);
}

function removalBy({ removeSourceFiles }: Draft, command: TransferCommand): SourceRemoval {
  if (command === "move") return "everything";
  return removeSourceFiles ? "files" : "nothing";
}

function comparisonOf(draft: Draft): Comparison {
  if (draft.checksum) return "checksum";
  if (draft.sizeOnly) return "size-only";
  return draft.ignoreTimes ? "always" : "size-and-mtime";
}
