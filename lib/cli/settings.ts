// What argv comes to. A `Draft` is what the flags write into while argv is read, one field a flag, so
// that the last one typed wins; `settingsFrom` turns it into `Settings`, which nobody can change.

import type { Placement } from "../mod.ts";
import type { Choice, Comparison, DeleteLimit, Keep, Options } from "../options.ts";

/** Commands that take a source and a target. */
export type TransferCommand = "copy" | "mirror" | "verify";

/** Part of the filters: a rule as typed, or a file of rules that is read only when the run starts. */
export type FilterInput =
  | { readonly kind: "rule"; readonly include: boolean; readonly text: string }
  | { readonly kind: "file"; readonly path: string };

/** What is printed, and how. */
export interface OutputSettings {
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly itemize: boolean;
  readonly progress: Choice;
  readonly json: boolean;
  readonly stats: boolean;
  readonly color: Choice;
}

/** What the flags set while argv is read. */
export interface Draft {
  dryRun: boolean;
  delete: boolean | null;
  maxDelete: DeleteLimit | null;
  allowEmptySource: boolean;
  update: boolean;
  ignoreExisting: boolean;
  existingOnly: boolean;
  inplace: boolean;
  noTargetDirectory: boolean;
  targetDirectory: string | null;
  manifest: string | null;
  check: string | null;
  filters: FilterInput[];
  minSize: number | null;
  maxSize: number | null;
  minAge: number | null;
  maxAge: number | null;
  oneFileSystem: boolean;
  checksum: boolean;
  sizeOnly: boolean;
  ignoreTimes: boolean;
  modifyWindowNs: number;
  keep: { -readonly [K in keyof Keep]: Keep[K] | null };
  dereference: boolean;
  materialize: boolean;
  sparse: Choice;
  reflink: Choice;
  zeroCopy: Choice;
  fsync: boolean;
  verify: boolean;
  resume: boolean;
  bandwidthLimit: number | null;
  retries: number;
  retryWait: number;
  jobs: number;
  output: { -readonly [K in keyof OutputSettings]: OutputSettings[K] };
}

/** A run, ready to start: frozen all the way down. */
export interface Settings {
  readonly command: TransferCommand;
  readonly sources: readonly string[];
  readonly dest: string;
  readonly placement: Placement;
  /** Complete but for `filters`, which come from `filterInputs`. */
  readonly options: Options;
  readonly filterInputs: readonly FilterInput[];
  /** Of `verify`: a list of digests to write, and one to compare DEST with. */
  readonly manifest: string | null;
  readonly check: string | null;
  readonly output: OutputSettings;
}

/** A draft that no flag has written into. */
export function newDraft(): Draft {
  return {
    dryRun: false,
    delete: null,
    maxDelete: null,
    allowEmptySource: false,
    update: false,
    ignoreExisting: false,
    existingOnly: false,
    inplace: false,
    noTargetDirectory: false,
    targetDirectory: null,
    manifest: null,
    check: null,
    filters: [],
    minSize: null,
    maxSize: null,
    minAge: null,
    maxAge: null,
    oneFileSystem: false,
    checksum: false,
    sizeOnly: false,
    ignoreTimes: false,
    modifyWindowNs: 0,
    keep: {
      perms: null,
      times: null,
      owner: null,
      xattrs: null,
      acls: null,
      hardLinks: null,
      specials: null,
    },
    dereference: false,
    materialize: false,
    sparse: "auto",
    reflink: "auto",
    zeroCopy: "auto",
    fsync: false,
    verify: false,
    resume: false,
    bandwidthLimit: null,
    retries: 0,
    retryWait: 1,
    jobs: 0,
    output: {
      quiet: false,
      verbose: false,
      itemize: false,
      progress: "auto",
      json: false,
      stats: false,
      color: "auto",
    },
  };
}

/** The engine's options from a checked draft. */
export function optionsFrom(draft: Draft, command: TransferCommand): Options {
  const kept = Object.entries(draft.keep);
  return deepFreeze({
    dryRun: draft.dryRun,
    compareOnly: command === "verify",
    digests: draft.manifest !== null,
    delete: draft.delete ?? command === "mirror",
    maxDelete: draft.maxDelete,
    allowEmptySource: draft.allowEmptySource,
    update: draft.update,
    ignoreExisting: draft.ignoreExisting,
    existingOnly: draft.existingOnly,
    inplace: draft.inplace,
    filters: [],
    minSize: draft.minSize,
    maxSize: draft.maxSize,
    minAge: draft.minAge,
    maxAge: draft.maxAge,
    oneFileSystem: draft.oneFileSystem,
    comparison: comparisonOf(draft),
    modifyWindowNs: draft.modifyWindowNs,
    keep: Object.fromEntries(kept.map(([name, on]) => [name, on ?? true])) as unknown as Keep,
    required: Object.fromEntries(kept.filter(([, on]) => on === true)),
    dereference: draft.dereference,
    materialize: draft.materialize,
    sparse: draft.sparse,
    reflink: draft.reflink,
    zeroCopy: draft.zeroCopy,
    fsync: draft.fsync,
    verify: draft.verify,
    resume: draft.resume,
    bandwidthLimit: draft.bandwidthLimit,
    retries: draft.retries,
    retryWait: draft.retryWait,
    jobs: draft.jobs,
    reportOperations: reportsOperations(draft),
  });
}

/** Freezes plain data with all that it holds. */
export function deepFreeze<T extends object>(value: T): Readonly<T> {
  for (const inner of Object.values(value)) {
    if (typeof inner === "object" && inner !== null) deepFreeze(inner);
  }
  return Object.freeze(value);
}

function comparisonOf(draft: Draft): Comparison {
  if (draft.checksum) return "checksum";
  if (draft.sizeOnly) return "size-only";
  return draft.ignoreTimes ? "always" : "size-and-mtime";
}

/** A dry run without its operations would say little, so it lists them even without `-v`. */
function reportsOperations({ output, dryRun }: Draft): boolean {
  if (output.json) return output.verbose;
  return output.verbose || output.itemize || (dryRun && !output.quiet);
}
