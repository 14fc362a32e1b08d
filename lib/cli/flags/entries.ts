// Flags that choose which entries take part. The order of the filters on the command line counts, so
// all of them write into one list.

import { DURATION_SUFFIXES, parseDuration } from "../durations.ts";
import { parseSize, SIZE_SUFFIXES } from "../sizes.ts";
import type { FilterInput } from "../settings.ts";
import { parseShard, type Shard, shardOfTask } from "../../shard.ts";
import { badValue } from "../errors.ts";
import { variable } from "../variable.ts";
import { FILTER_FLAGS } from "./filters.ts";
import { ALL, type Flag, parsed, toggle } from "./flag.ts";

const group = "which entries";
/** More levels than any path has room for. */
const MOST_LEVELS = 1_000_000;
const SIZES = "only files this large, small (10K, 1.5M, 2GiB)";
const AGES = "only files this old, this new (30s, 10m, 2h, 7d)";

/** `--include` to `--one-file-system`. */
export const ENTRY_FLAGS: readonly Flag[] = [
  filter(
    "exclude",
    "GLOB",
    "leave out entries; the first match decides",
    "Leave out entries that match GLOB; a mirror keeps them in DEST. Of all --include and " +
      "--exclude rules the first that matches decides, in the order they are given. GLOB is as in " +
      "rsync: * and ? stop at slashes, ** does not, a leading slash ties it to the root of SOURCE, " +
      "a trailing slash matches folders only. '+ ' or '- ' before GLOB overrides the flag.",
    (text) => ({ kind: "rule", include: false, text }),
  ),
  filter(
    "include",
    "GLOB",
    "take entries that a later --exclude matches",
    "Take entries that match GLOB, even if a later --exclude matches them.",
    (text) => ({ kind: "rule", include: true, text }),
  ),
  filter(
    "exclude-from",
    "FILE",
    "read rules from FILE (- is stdin)",
    "Read rules from FILE, or from standard input if FILE is -, one a line. A line is a pattern " +
      "to exclude; '+ ' before it includes; a line of ! alone forgets all rules so far; empty " +
      "lines and lines that start with # or ; do not count.",
    (path) => ({ kind: "file", path }),
  ),
  filter(
    "include-from",
    "FILE",
    "read rules from FILE (- is stdin)",
    "Read rules from FILE as --exclude-from does, but a line without a prefix includes.",
    (path) => ({ kind: "file", path, include: true }),
  ),
  ...FILTER_FLAGS,
  {
    name: "files-from",
    isKeptOutOfFiles: true,
    isDaily: true,
    value: "FILE",
    group,
    commands: ALL,
    help: "only the paths that are listed in FILE",
    longHelp:
      "Take only the paths listed in FILE (- is stdin), one a line and relative to SOURCE; a " +
      "folder stands for all that is in it, and the filters choose from these. DEST receives the " +
      "paths, and a mirror deletes in listed folders only. Empty lines and lines that start with # or " +
      "; do not count. A path that SOURCE does not have is an error; the others are copied.",
    apply(draft, path, typed) {
      if (path === "") throw badValue(typed, "the file is empty");
      draft.filesFrom = path;
    },
  },
  toggle({
    name: "from0",
    isKeptOutOfFiles: true,
    short: "0",
    group,
    commands: ALL,
    help: "",
    longHelp:
      "Names and rules in the FILEs of --files-from, --exclude-from and --include-from end in " +
      "NUL, as find -print0 writes them, not in a line end; in --files-from # and ; begin names, too.",
  }, (draft, on) => draft.listsEndInNul = on),
  size(
    "min-size",
    `Copy only files of at least SIZE bytes. SIZE ends in ${SIZE_SUFFIXES}; a bare number is bytes.`,
    (draft, size) => draft.options.minSize = size,
  ),
  size(
    "max-size",
    "Copy only files of at most SIZE bytes, which is written as for --min-size.",
    (draft, size) => draft.options.maxSize = size,
  ),
  age(
    "min-age",
    `Copy only files last changed at least AGE ago. AGE ends in ${DURATION_SUFFIXES}.`,
    (draft, s) => draft.options.minAge = s,
  ),
  age(
    "max-age",
    "Copy only files last changed at most AGE ago, which is written as for --min-age.",
    (draft, s) => draft.options.maxAge = s,
  ),
  parsed(
    {
      name: "max-depth",
      value: "N",
      group,
      commands: ALL,
      help: "",
      longHelp:
        "Take only what lies at most N levels below SOURCE: with 1 the entries directly in " +
        "SOURCE, of which folders are made and stay empty. What lies deeper is as excluded: a " +
        "mirror keeps it in DEST.",
    },
    parseDepth,
    "a whole number of at least 1",
    (draft, depth) => draft.options.maxDepth = depth,
  ),
  toggle({
    name: "prune-empty-dirs",
    short: "m",
    group,
    commands: ALL,
    help: "",
    longHelp:
      "Leave out folders that hold, at any depth, nothing but folders once the filters have " +
      "chosen, as rsync does; a mirror deletes them from DEST. Sizes and ages do not count for this.",
  }, (draft, on) => draft.options.pruneEmptyDirs = on),
  parsed(
    {
      name: "shard",
      value: "I/N",
      group,
      commands: ALL,
      help: "",
      longHelp:
        "Do one of N parts of the run, the I-th, counted from 1. N runs, on as many machines as wanted that " +
        "see the same SOURCE and DEST, do them in any order or at once; one that is taken for dead may be run again while it still works. Every entry belongs to one part: by " +
        "a hash of its path or, so that all names of a file meet, of its inode number; what takes another's " +
        "place while they run is for the next run. No part sees that files of two parts are one file in DEST, or " +
        "changes the case of a folder's name on Linux, which a run without --shard sets right, or, with --dereference, in SOURCE. " +
        "'auto' is the task of a Slurm job array, or of an Indexed " +
        "Job of Kubernetes with its number of completions in FERRY_SHARDS. --max-delete takes a percentage, " +
        "for each part by itself; copy needs -T or -t. A move and --swap have no parts. 'ferry report' adds up what the runs say.",
    },
    readShard,
    "I/N such as 3/8, or auto",
    (draft, shard) => draft.options.shard = shard,
  ),
  toggle({
    name: "dereference-args",
    group,
    commands: ["copy"],
    help: "copy what a link typed as SOURCE leads to",
    longHelp:
      "Copy the file or folder that a symlink typed as SOURCE leads to. Without this flag the " +
      "link is copied as a link. Links inside a folder are left to -L. Names of open descriptors, " +
      "such as /dev/stdin, are always followed.",
  }, (draft, on) => draft.options.dereferenceArgs = on),
  toggle({
    name: "one-file-system",
    isDaily: true,
    short: "x",
    group,
    commands: ALL,
    help: "do not enter other mounted file systems",
    longHelp: "Do not enter folders of SOURCE on which another file system is mounted.",
  }, (draft, on) => draft.options.oneFileSystem = on),
];

function filter(
  name: string,
  value: string,
  help: string,
  longHelp: string,
  make: (value: string) => FilterInput,
): Flag {
  return {
    name,
    value,
    isList: true,
    isDaily: true,
    group,
    commands: ALL,
    help,
    longHelp,
    apply(draft, text, typed) {
      if (text === "") throw badValue(typed, `the ${value.toLowerCase()} is empty`);
      draft.filters.push(make(text));
    },
  };
}

function readShard(text: string): Shard {
  return text === "auto" ? shardOfTask(variable) : parseShard(text);
}

function parseDepth(text: string): number {
  const depth = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (depth < 1 || depth > MOST_LEVELS) throw new RangeError(`'${text}' is not a number of levels`);
  return depth;
}

function size(name: string, longHelp: string, set: Parameters<typeof parsed<number>>[3]): Flag {
  const row = { name, value: "SIZE", group, commands: ALL, help: SIZES, longHelp } as const;
  return parsed(row, parseSize, `bytes, or a number and one of ${SIZE_SUFFIXES}`, set);
}

function age(name: string, longHelp: string, set: Parameters<typeof parsed<number>>[3]): Flag {
  const row = { name, value: "AGE", group, commands: ALL, help: AGES, longHelp } as const;
  return parsed(row, parseDuration, `a number and one of ${DURATION_SUFFIXES}`, set);
}
