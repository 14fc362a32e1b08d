// What the objects of `--json` are, for `ferry help json` and the manual page. tests/command_line/json_fields_test.ts
// looks up each field that a run prints.

/** Objects of one type. */
export interface JsonObject {
  readonly type: string;
  /** Who prints it, and when. */
  readonly of: string;
  /** Names with commas between them, and what they are. A dot leads into an object, [] into a list, * stands for any name. */
  readonly fields: readonly (readonly [names: string, meaning: string])[];
}

/** What holds for all. */
export const JSON_NOTES: readonly string[] = [
  "--json prints one JSON object a line on standard output; messages stay on standard error. Each " +
  'object has a "type" and "schema": 1. While that number stays, types and fields are added, and ' +
  "none goes or changes its meaning: pass over those that you do not know. The summary comes last, " +
  "also from a run that was refused. In the names below a dot leads into an object, [] into a list, " +
  "and * stands for any name.",
  "Sizes are in bytes, times in milliseconds, moments as in ISO 8601, in UTC. What is not known is " +
  "null. A path that is not UTF-8 has U+FFFD for other bytes, and its bytes beside, in base64.",
];

const PATHS = "path, path_base64";

/** Every type, those of runs first. */
export const JSON_OBJECTS: readonly JsonObject[] = [
  {
    type: "operation",
    of: "with -v, and of 'ferry plan', one for each entry that is changed",
    fields: [
      [
        "op",
        "make-folder, copy, replace, link (a hard link), symlink, special (a FIFO or device), " +
        "update-metadata, delete, rename, remove-source, verify (read on both sides and equal)",
      ],
      [PATHS, "below SOURCE; of SOURCE itself as it was typed"],
      ["size", "of a file; 0 for what has no contents"],
      ["method", "how its bytes moved, or in a plan are sure to move; null where none do"],
    ],
  },
  {
    type: "difference",
    of: "of 'ferry verify', one for each difference",
    fields: [
      [
        "what",
        "missing, extra, type, size, contents, digest, mtime, mode, flags, owner, group, xattr, acl, " +
        "symlink, device, hard-link",
      ],
      [PATHS, "as of an operation"],
      ["entry_type", "file, folder, symlink, fifo, socket, char-device, block-device"],
      ["source, dest", "how it is on either side, in words; null for what is missing or extra"],
    ],
  },
  {
    type: "error",
    of: "one for each entry that failed, and for what ended a run or refused it",
    fields: [
      ["op", "what was being done: copy, list folder, set owner of ...; of a refusal the command"],
      [PATHS, "as typed, and below that"],
      ["from, from_base64", "what was to be copied or moved to path"],
      ["syscall", "the system call that failed; null where none did"],
      ["code", "the system's name, as ENOSPC, or one of ferry's, as DELETE_GUARD"],
      ["message", "the system's text, or what else was wrong"],
      ["changed", "true for an entry of SOURCE that changed or vanished while it was read"],
      ["shards", "of 'ferry report': the shards that met it"],
    ],
  },
  {
    type: "progress",
    of: "with --progress, each second",
    fields: [
      ["duration_ms", "since the run began"],
      ["files_done, bytes_done", "copied, or in no need of it"],
      ["source_files, source_bytes", "all that there are, once they are counted"],
      ["fraction", "how much of the work is done, 0 to 1"],
      ["left_ms, bytes_per_second", "how long it will take; how fast it is"],
      ["entries_seen ... specials_created, methods.*", "the counts of the summary, so far"],
    ],
  },
  {
    type: "summary",
    of: "the last line",
    fields: [
      ["command, source, dest, dry_run", "what was asked for; source is a list"],
      ["shard.index, shard.count", "with --shard: which part it was, and of how many"],
      ["shard.by", "inode or path: by what entries were told apart"],
      ["shard.foreign", "entries that belong to other shards"],
      ["outcome", "done, partial, changed, different, stopped, cancelled"],
      ["exit_code", "see 'ferry help exit-codes'"],
      ["duration_ms, ended_at", "how long it took, and when it ended"],
      ["entries_seen", "entries of SOURCE that were looked at"],
      ["files_copied, files_replaced", "files that are new in DEST, and those that replaced one"],
      [
        "files_unchanged, files_failed",
        "files that were right already, and that failed, with the one that ended a run",
      ],
      ["folders_created, links_created, specials_created", "what else was made"],
      ["metadata_updated", "entries of which only metadata was set"],
      ["deleted", "entries that were deleted from DEST"],
      ["renamed", "SOURCEs that were moved whole, by a rename"],
      ["sources_removed", "entries that were removed from SOURCE"],
      ["bytes_copied, bytes_shared", "bytes of the files that arrived, copied or shared by clones"],
      ["files_verified, bytes_verified", "read on both sides and found equal"],
      ["differences", "what was found to differ"],
      ["methods.*", "how many files each method copied"],
      ["bytes_found", "bytes of the files that needed copying, done or not"],
      ["error_count, changed_count", "errors, and those of them with changed"],
      ["errors[].*", "the first 100 errors, as above"],
    ],
  },
  {
    type: "summary",
    of: "of 'ferry plan', what it has beside that of a dry run",
    fields: [
      ["plan.bytes, plan.bytes_replaced", "of all files to copy, and of those that replace one"],
      ["plan.sizes[].up_to", "files by size: the largest of a range, null for the last one"],
      ["plan.sizes[].files, plan.sizes[].bytes", "how many there are, and their bytes"],
      ["plan.methods[].method, plan.methods[].otherwise", "how bytes move; what is tried next"],
      ["plan.methods[].why, plan.methods[].files, plan.methods[].bytes", "why, and how many"],
      ["plan.room[].path, plan.room[].path_base64", "a folder on the file system"],
      ["plan.room[].file_system", "its type"],
      ["plan.room[].fits", "yes, perhaps (the order of the files decides), no, unknown"],
      ["plan.room[].needed_bytes, plan.room[].most_bytes", "at least, and at most"],
      ["plan.room[].freed_bytes", "free again at the end, by deletions"],
      ["plan.room[].free_bytes, plan.room[].free_entries", "what is free now"],
      ["plan.room[].needed_entries", "entries that are made"],
      ["plan.estimate.seconds", "how long it takes"],
      ["plan.estimate.low, plan.estimate.high", "four of five runs are between"],
      ["plan.estimate.runs", "past runs that it rests on"],
    ],
  },
  {
    type: "shard",
    of: "of 'ferry report', one for each shard that is told of",
    fields: [
      ["index, file, runs", "its number, the FILE that tells of it, how often it ran"],
      ["outcome, exit_code, duration_ms, ended_at", "as in its summary; null if it has not ended"],
      ["entries_seen ... specials_created, methods.*, error_count", "likewise"],
      ["entries_foreign", "entries that belong to other shards"],
    ],
  },
  {
    type: "summary",
    of: "of 'ferry report', what it has beside that of a run: sums",
    fields: [
      ["shards.count, shards.told", "how many there are to be, and are told of"],
      [
        "shards.missing, shards.unended, shards.again",
        "numbers of those that are not, that have " +
        "not ended, that ran several times",
      ],
      ["shards.slowest, shards.slowest_ms", "the one that took longest, and how long"],
      ["shards.balance.entries, shards.balance.bytes", "the largest share divided by the mean"],
      ["shards.listed", "entries of SOURCE that shards have listed: the fewest and the most"],
      ["shards.divided_twice", "whether some went by inode and others by path: not all is done"],
      ["shards.unended_files, shards.silent_files", "FILEs whose run has not ended, or with none"],
    ],
  },
  {
    type: "start, notice, stopped",
    of: "only in --log-file",
    fields: [
      ["time", "in each line: when it was written"],
      ["at, command, source, dest, dry_run, shard.*", "of start: when, and what was asked for"],
      ["message", "of a notice, and of what ended a run before its summary"],
    ],
  },
  {
    type: "machine",
    of: "of 'ferry capabilities'",
    fields: [
      ["system, release, architecture", "linux, darwin or windows; of the kernel; x86_64, aarch64"],
      ["processors", "those that ferry counts on"],
      ["allowed_processors, processor_quota", "what the process may run on, and of that have"],
      ["deno, v8, typescript", "versions"],
      ["ffi, calls", "whether FFI is allowed; whose calls are used, portable are Deno's"],
      ["user, missing_privileges", "who runs it; what it may not, as CAP_CHOWN"],
      ["seccomp", "off, strict or filter: whether system calls are filtered"],
      ["container.name, container.seen_by", "what it is in, and how that shows"],
      ["maps_users", "whether its users stand for others"],
      ["notes", "what is unusual, a sentence each"],
    ],
  },
  {
    type: "path",
    of: "of 'ferry capabilities', one for each PATH",
    fields: [
      ["number, path, folder, note", "which; the folder that was looked at, and why another one"],
      ["error.code, error.message", "why nothing can be told"],
      ["file_system.type, file_system.kind", "as the system calls it, and what it is taken for"],
      ["file_system.source, file_system.mount_point", "what is mounted, and where"],
      ["file_system.flags, file_system.options", "how it is mounted"],
      ["room.total_bytes, room.free_bytes, room.reserved_bytes", "reserved are root's"],
      ["room.block_bytes, room.total_inodes, room.free_inodes", "as statvfs(3) tells them"],
      ["limits.name_length, limits.name_unit", "of a name, and what is counted"],
      ["limits.path_length, limits.path_unit", "of a path in one call; ferry takes longer ones"],
      ["limits.largest_file", "that it can hold"],
      ["limits.first_time, limits.last_time, limits.time_step_ns", "seconds since 1970; steps"],
      ["limits.ignores_case, limits.takes_any_bytes", "of names"],
      ["limits.refused_characters", "that no name may have"],
      ["writable.*", "a trial: whether something could be made in it"],
      ["keeps.*.*", "trials: what it keeps beside the bytes"],
      ["flags, example", "flags that files can have; the file that was copied from there"],
      ["*.works, *.code, *.note", "of a trial: true, false or null; the error; what to know"],
    ],
  },
  {
    type: "methods",
    of: "of 'ferry capabilities', one for each ordered pair of paths",
    fields: [
      ["from, to, source, dest", "numbers and names of the two paths"],
      ["methods.*.*", "trials: each method, in the order in which they are tried"],
    ],
  },
  {
    type: "summary",
    of: "of 'ferry capabilities'",
    fields: [
      ["command, outcome, exit_code", "as of a run"],
      ["paths, unwritable", "how many, and how many of them cannot be written to"],
      ["leftovers[].path, leftovers[].code", "what could not be removed"],
    ],
  },
  {
    type: "run",
    of: "of 'ferry history', one for each run",
    fields: [
      ["at, command, outcome, duration_ms", "when it ended, and how"],
      ["source_file_system.*, dest_file_system.*", "type, and device if it has a number"],
      ["options.*", "those that matter for speed"],
      ["entries_seen, files_unchanged, files_failed, files_verified", "as in a summary"],
      ["files", "entries that were made or replaced and are no folders"],
      ["folders_created, metadata_updated, removed", "removed are those of both sides"],
      ["bytes_copied, bytes_shared, bytes_verified, methods.*", "as in a summary"],
    ],
  },
  {
    type: "preset",
    of: "of 'ferry presets'",
    fields: [["name, summary, options", "what it stands for"]],
  },
  {
    type: "settings-file, setting",
    of: "of 'ferry settings'",
    fields: [
      ["path, exists", "of the file"],
      ["option, value", "an option, and what it is"],
      ["source, where", "flag, environment, preset, file or default; which variable or line"],
    ],
  },
];
