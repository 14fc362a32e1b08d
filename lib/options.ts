// What a run is asked to do, once every default is filled in.

import type {
  BackupOptions,
  ComparisonOptions,
  DeletionOptions,
  LinkOptions,
  MetadataOptions,
  NamedLinkOptions,
  RemovalOptions,
  ReportOptions,
  SelectionOptions,
  TellingOptions,
  ThreadOptions,
  WriteOptions,
} from "./option_groups.ts";

export type * from "./filter_rules.ts";
export type { IdRule } from "./id_rules.ts";
export type * from "./option_groups.ts";
export type { Shard } from "./shard.ts";

/** More threads than this only contend for the disk; a typing error (`-j 1000`) is likelier. */
export const MAX_JOBS = 256;

/** More attempts than this are an endless loop by another name. */
export const MAX_RETRIES = 1000;

/** Everything that decides what a run does; see `--help` for the flag behind each field. */
export interface Options
  extends
    SelectionOptions,
    ComparisonOptions,
    MetadataOptions,
    BackupOptions,
    ThreadOptions,
    TellingOptions,
    LinkOptions,
    WriteOptions,
    RemovalOptions,
    NamedLinkOptions,
    DeletionOptions,
    ReportOptions {
  /** Only compare and report each difference, as `verify` does; a dry run, always. */
  readonly compareOnly: boolean;
}

/** The options of `ferry copy SOURCE DEST`; a mirror differs in `delete` alone. */
export const DEFAULT_OPTIONS: Options = Object.freeze({
  dryRun: false,
  compareOnly: false,
  digests: false,
  ignoreExtra: false,
  delete: false,
  maxDelete: null,
  deleteExcluded: false,
  allowEmptySource: false,
  removeSource: "nothing",
  update: false,
  ignoreExisting: false,
  existingOnly: false,
  inplace: false,
  swap: false,
  backup: false,
  suffix: null,
  backupDir: null,
  linkDest: [],
  filters: [],
  filter: null,
  onlyPaths: null,
  minSize: null,
  maxSize: null,
  minAge: null,
  maxAge: null,
  oneFileSystem: false,
  maxDepth: null,
  pruneEmptyDirs: false,
  shard: null,
  comparison: "size-and-mtime",
  modifyWindowNs: 0,
  keep: Object.freeze({
    perms: true,
    times: true,
    owner: true,
    group: true,
    xattrs: true,
    acls: true,
    hardLinks: true,
    specials: true,
    flags: true,
  }),
  required: {},
  userMap: [],
  groupMap: [],
  chmod: [],
  omitFolderTimes: false,
  omitLinkTimes: false,
  dereference: false,
  dereferenceArgs: null,
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
  lowPriority: false,
  dropCache: false,
  reportOperations: false,
  reportDetails: false,
  reportCosts: false,
});
