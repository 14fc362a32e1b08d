// Options that exclude each other: which one wins, said once at the start of a run.

import { UsageError } from "../../errors.ts";
import type { Options } from "../../options.ts";
import { Selection } from "../../plan/selection.ts";

/** Options without conflicts, and what the user is told of those that were resolved. */
interface ResolvedOptions {
  readonly options: Options;
  readonly notices: readonly string[];
}

/** Resolves conflicts between options. @throws {FerryError} `usage` where neither can win */
export function resolveConflicts(options: Options): ResolvedOptions {
  const { sparse, reflink } = options;
  if (reflink === "always" && sparse !== "auto") {
    throw new UsageError(
      "CONFLICT",
      `--sparse=${sparse} and --reflink=always exclude each other: a clone has the holes of its source`,
    );
  }
  checkRemoval(options);
  checkSwap(options);
  checkShard(options);
  const notices: string[] = [];
  let { zeroCopy } = options;
  if (zeroCopy === "always" && options.bandwidthLimit !== null) {
    notices.push("--bwlimit wins over --zero-copy: bytes are read and written, at its rate");
    zeroCopy = "auto";
  }
  if (zeroCopy === "always" && options.resume) {
    notices.push("--resume wins over --zero-copy: what is there already is read and compared");
    zeroCopy = "auto";
  }
  if (zeroCopy === "always" && sparse === "always") {
    notices.push("--sparse wins over --zero-copy: all bytes are read, to find zeros");
    zeroCopy = "auto";
  }
  if (zeroCopy === "never" && reflink === "always") {
    notices.push("--reflink wins over --no-zero-copy: blocks are shared, and no byte is read");
    zeroCopy = "auto";
  }
  const backup = options.backup || options.suffix !== null || options.backupDir !== null;
  if (backup) checkSuffix(options);
  // The backup of a file that a killed run left half written would take the place of the whole one.
  const inplace = options.inplace && !backup;
  if (inplace !== options.inplace && !options.compareOnly) {
    notices.push("--backup wins over --inplace: what is there is kept, and replaced in one step");
  }
  const isSame = zeroCopy === options.zeroCopy && backup === options.backup &&
    inplace === options.inplace;
  return { options: isSame ? options : { ...options, zeroCopy, backup, inplace }, notices };
}

/** @throws {FerryError} `usage` where a backup would have the name of what it is one of, or none */
function checkSuffix({ suffix, backupDir }: Options): void {
  const problem = suffix === "" && backupDir === null
    ? "cannot be empty without --backup-dir"
    : suffix?.includes("/")
    ? "cannot contain a slash"
    : null;
  if (problem !== null) throw new UsageError("EINVAL", `--suffix ${problem}`);
}

/** @throws {FerryError} `usage` where removing from the source could lose something */
function checkRemoval(options: Options): void {
  if (options.removeSource === "nothing" || options.compareOnly) return;
  if (options.delete) {
    throw new UsageError(
      "CONFLICT",
      "--remove-source-files and a mirror that deletes exclude each other: the next run would delete from DEST " +
        "what this one removes from SOURCE",
      { advice: "use 'ferry copy -T --remove-source-files SOURCE DEST', or add --no-delete" },
    );
  }
  if (options.dereference || options.dereferenceArgs) {
    const option = options.dereference ? "--dereference" : "--dereference-args";
    throw new UsageError(
      "CONFLICT",
      `${option} copies what links lead to, which cannot be removed from SOURCE`,
      { advice: "move or copy the links as they are, or name what they lead to" },
    );
  }
}

/** @throws {FerryError} `usage` for what only one run can do for all of DEST */
function checkShard({ shard, swap, removeSource }: Options): void {
  if (shard === null) return;
  const conflict = (message: string, advice: string | null = null) =>
    new UsageError("CONFLICT", message, { advice });
  if (swap) throw conflict("--swap and --shard exclude each other: one run exchanges all of DEST");
  if (removeSource !== "nothing") {
    throw conflict(
      "a shard removes nothing from SOURCE, whose folders others still compare and copy",
      "copy with --shard, and move without it when all shards are done",
    );
  }
}

/** What a mirror would keep in DEST that a new tree does not have, by the option that says so. */
const KEEPS_IN_DEST: readonly (readonly [string, (options: Options) => boolean])[] = [
  ["--no-delete", (o) => !o.delete],
  ["--files-from", (o) => o.onlyPaths !== null],
  ["--ignore-existing", (o) => o.ignoreExisting],
  ["--update", (o) => o.update],
  ["--existing", (o) => o.existingOnly],
  ["--one-file-system", (o) => o.oneFileSystem],
  ["--no-specials", (o) => !o.keep.specials],
  ["--inplace", (o) => o.inplace],
  ["--resume", (o) => o.resume],
  ["--backup without --backup-dir", (o) => o.backup && o.backupDir === null],
  ["--suffix", (o) => o.suffix !== null],
];

/** @throws {FerryError} `usage` where a new tree would lack something that is to stay */
function checkSwap(options: Options): void {
  if (!options.swap || options.compareOnly) return;
  const kept = KEEPS_IN_DEST.find(([, isAsked]) => isAsked(options));
  if (kept !== undefined) {
    throw new UsageError(
      "CONFLICT",
      `--swap and ${kept[0]} exclude each other: --swap makes all of DEST anew`,
    );
  }
  const { protectsNames, looksAtMetadata } = new Selection(options);
  if (!protectsNames && (!looksAtMetadata || options.deleteExcluded)) return;
  throw new UsageError(
    "CONFLICT",
    "--swap would lose what the filters keep in DEST: it makes all of DEST anew",
    {
      advice: options.deleteExcluded
        ? "rules that are for DEST alone keep it, as P does, and so may files of rules in folders"
        : "--delete-excluded keeps nothing there",
    },
  );
}
