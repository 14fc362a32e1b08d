/**
 * ferry for scripts: copies, mirrors, moves and compares local file trees, with all that the command line promises.
 *
 * ```ts
 * import { mirror } from "@ferry/ferry";
 * const summary = await mirror("photos", "/backup/photos", { exclude: "*.tmp" });
 * console.log(summary.outcome, summary.filesCopied);
 * ```
 *
 * **Runs.** `copy`, `mirror`, `move`, `verify`, `check` and `plan` begin a run and give back a `Run`: a promise of its
 * summary that is also an async iterable of its events. Entries that fail are in the summary, and do not reject; what is
 * wrong before anything was touched rejects with a `UsageError`, what keeps a run from beginning with a `StoppedError`.
 * No run is remembered: `ferry history` has those of the command line alone.
 * Arguments are taken over at once: a script may change them, or go to another working folder, while the run goes on.
 * An `AbortSignal` stops a run, which then removes its temporary files and rejects with the signal's reason.
 *
 * **Permissions.** `--allow-read` for what is read, the target included, and `--allow-write` for what is written;
 * nothing is asked for on the way: where one is missing, the run rejects with a `PermissionError` that names the flag.
 * The least that each function needs, beside `--allow-ffi`:
 *
 * | call                            | `--allow-read=` | `--allow-write=` |
 * | ------------------------------- | --------------- | ---------------- |
 * | `copy(S, D)`, `mirror(S, D)`    | `S,D`           | `D`              |
 * | `move(S, D)`, or `removeSource` | `S,D`           | `S,D`            |
 * | `verify(S, D)`, `plan(S, D)`    | `S,D`           | none             |
 * | `check(list, D)`                | `D`             | none             |
 * | `capabilities(P)`               | `P`             | `P`             |
 * | `report(outputs)`               | none            | none            |
 *
 * `linkDest` is read, too, and `backupDir` written to, where they lie outside of D.
 *
 * With `--allow-ffi` ferry calls the operating system itself: clones, extended attributes, ACLs, holes, any bytes in
 * names, and many threads, whose module Deno reads too (`--allow-read` for this package, where it is a local folder).
 * **FFI is every permission**: code that may use it can do whatever the user can, and Deno does not keep it within the
 * other flags. Without it, ferry uses Deno's own calls in one thread: contents, modes, times and links are kept, and
 * what is not is said in a notice. Reading is then needed for the folders that S and D stand in as well, writing also
 * for the one of D if that is a file, all paths for symlinks, and `--allow-sys` for owners, which root alone can set.
 *
 * **Compiled programs.** `deno compile` does not see the module of the threads: with `--include` and the path of this
 * package's `lib/engine/run/worker.ts` a run has several, without it one, which is said in a notice.
 *
 * @module
 */

export { copy } from "./library/copy.ts";
export { mirror } from "./library/mirror.ts";
export { move } from "./library/move.ts";
export { type Plan, plan } from "./library/plan.ts";
export { report, type ShardsReport, type ShardSummary } from "./library/report.ts";
export { check, verify } from "./library/verify.ts";
export { Run } from "./library/run.ts";
export type { Summary } from "./library/summary.ts";
export type { Path } from "./library/path.ts";
export type * from "./library/options.ts";

export type { Estimate } from "./estimate/estimate.ts";
export {
  EntryError,
  type ErrorDetails,
  type ErrorKind,
  type FailedCall,
  FerryError,
  PermissionError,
  StoppedError,
  UsageError,
} from "./errors.ts";
export * from "./library/capabilities.ts";
export type {
  Changes,
  DifferenceEvent,
  DifferenceKind,
  DigestEvent,
  EntryDetails,
  EntryType,
  ErrorEvent,
  MethodName,
  NoticeEvent,
  OperationCost,
  OperationEvent,
  OperationKind,
  ProgressEvent,
  RunEvent,
  Totals,
} from "./events.ts";
export type { Outcome, RunResult, ShardResult } from "./summary.ts";
export { formatManifest, type Manifest, parseManifest } from "./manifest.ts";
export type {
  BackupOptions,
  Choice,
  Comparison,
  ComparisonOptions,
  DeleteLimit,
  DeletionOptions,
  Keep,
  LinkOptions,
  MetadataOptions,
  NamedLinkOptions,
  RemovalOptions,
  ReportOptions,
  SelectionOptions,
  Shard,
  SourceRemoval,
  TellingOptions,
  ThreadOptions,
  WriteOptions,
} from "./options.ts";
export type {
  EntryFilter,
  FilterEntry,
  FilterRule,
  FolderRule,
  GitIgnoreFiles,
  Marker,
  PatternRule,
  RuleFile,
  RuleFormat,
  RuleSide,
} from "./filter_rules.ts";
export type { IdRule } from "./id_rules.ts";
export type { Balance } from "./shard_outputs/merge.ts";
export type { PlanFigures } from "./costs/plan.ts";
export type { PlannedMethod } from "./costs/methods.ts";
export type { PlannedRoom } from "./costs/room.ts";
export type { SizeRange } from "./costs/sizes.ts";
