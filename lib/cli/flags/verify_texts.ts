// What flags say of themselves where the command is verify: it takes them so that its answer fits a copy that was made
// with them, but it copies nothing itself.

import { DURATION_SUFFIXES } from "../durations.ts";
import { SIZE_SUFFIXES } from "../sizes.ts";

/** The texts of a flag; see `Flag`. */
export interface Texts {
  /** One line for `-h`; where it is left out, what the flag says elsewhere. */
  readonly help?: string;
  /** Sentences for `--help`. */
  readonly longHelp: string;
}

const NOT_COMPARED = "do not compare these";

/** By the long names of flags. */
export const VERIFY_TEXTS: Readonly<Record<string, Texts>> = {
  "delete-excluded": {
    help: "report excluded entries of DEST, too",
    longHelp:
      "Expect nothing in DEST that --exclude and --include leave out: what it has of that is a difference. Without this " +
      "flag it is none.",
  },
  "backup": {
    longHelp: "Leave out what --backup has kept as NAME~ in DEST: it is no difference.",
  },
  "shard": {
    longHelp:
      "Compare one of N parts of both trees, the I-th, counted from 1, as --shard divides every run. " +
      "What only DEST has belongs to a part by its path. That files of two parts are one file in DEST is " +
      "seen without --shard alone. 'auto' is the task of a Slurm job array, or of an " +
      "Indexed Job of Kubernetes with its number of completions in FERRY_SHARDS.",
  },
  "suffix": {
    longHelp:
      "Leave out the backups in DEST whose names end in TEXT instead of ~; implies --backup.",
  },
  "backup-dir": {
    longHelp:
      "Leave out the backups in DIR, where that is in DEST; implies --backup. A relative DIR " +
      "starts at DEST.",
  },
  "exclude": {
    longHelp:
      "Leave out entries that match GLOB, on both sides. Of all --include and --exclude rules the " +
      "first that matches decides, in the order they are given. GLOB is as in rsync: * and ? stop at " +
      "slashes, ** does not, a leading slash ties it to the root of SOURCE, a trailing slash matches " +
      "folders only. '+ ' or '- ' before GLOB overrides the flag.",
  },
  "filter": {
    longHelp:
      "Add a rule in rsync's language, short or long: '- GLOB' and '+ GLOB' exclude and include, " +
      "'H GLOB' leaves out of SOURCE and 'P GLOB' of DEST, 'S' and 'R' are their opposites, '. FILE' " +
      "reads rules from FILE, ': NAME' reads them from the file NAME in each folder of SOURCE (with " +
      "': DIR/NAME' also in those above SOURCE, from DIR on), '!' forgets all rules so far. Behind the " +
      "first letter ! negates, s and r choose a side, p is for folders that stay, and - + C e n w are " +
      "as in rsync. Its / and x are refused.",
  },
  "gitignore": {
    longHelp:
      "Leave out what the .gitignore files in SOURCE have git ignore, and the .git/info/exclude of " +
      "each repository in it. Files above SOURCE and git's settings are not read. .git itself is " +
      "compared.",
  },
  "exclude-caches": {
    longHelp:
      "Leave out what is in a folder with a valid CACHEDIR.TAG; as with tar, the folder and the tag " +
      "are compared.",
  },
  "exclude-if-present": {
    longHelp:
      "Leave out what is in a folder that has an entry NAME; the folder and NAME are compared.",
  },
  "files-from": {
    longHelp:
      "Compare only the paths listed in FILE (- is stdin), one a line and relative to SOURCE; a " +
      "folder stands for all that is in it, and the filters choose from these. What DEST has beyond " +
      "is a difference in listed folders only. Empty lines and lines that start with # or ; do not " +
      "count. A path that SOURCE does not have is an error; the others are compared.",
  },
  "min-size": {
    longHelp: `Compare only files of at least SIZE bytes. SIZE ends in ${SIZE_SUFFIXES}; a bare ` +
      "number is bytes.",
  },
  "max-size": {
    longHelp: "Compare only files of at most SIZE bytes, which is written as for --min-size.",
  },
  "min-age": {
    longHelp: `Compare only files last changed at least AGE ago. AGE ends in ${DURATION_SUFFIXES}.`,
  },
  "max-age": {
    longHelp: "Compare only files last changed at most AGE ago, which is written as for --min-age.",
  },
  "max-depth": {
    longHelp:
      "Compare only what lies at most N levels below SOURCE: with 1 the entries directly in SOURCE, " +
      "but nothing in its folders.",
  },
  "prune-empty-dirs": {
    longHelp:
      "Leave out folders that hold, at any depth, nothing but folders once the filters have chosen, " +
      "as rsync does. Sizes and ages do not count for this.",
  },
  "size-only": {
    longHelp: "Compare the sizes of files, not their contents.",
  },
  "modify-window": {
    longHelp:
      "Times that differ by no more than SECONDS (decimals allowed) are equal; for a DEST that keeps " +
      "coarser times, such as FAT with its 2 seconds.",
  },
  "perms": {
    help: NOT_COMPARED,
    longHelp:
      "Do not compare permission bits, nor ACLs unless --acls asks for them. Without either, setuid and " +
      "setgid that this user cannot give are counted in a notice and as no difference; with --perms " +
      "they are one.",
  },
  ...notCompared("times", "modification times"),
  "owner": {
    help: NOT_COMPARED,
    longHelp:
      "Do not compare owners. Without either, owners and groups that an ordinary user cannot give " +
      "to what is its own are counted in a notice and as no difference; with --owner they are one.",
  },
  ...notCompared("group", "groups"),
  ...notCompared("xattrs", "extended attributes"),
  ...notCompared("acls", "access control lists"),
  ...notCompared("hard-links", "which files are one under several names"),
  ...notCompared("specials", "FIFOs and device nodes"),
  "flags": {
    help: NOT_COMPARED,
    longHelp:
      "Compare all flags that files and folders have beside their mode (chattr, chflags, attrib). " +
      "Without either, ferry compares those that cost no further call (on Linux: immutable, " +
      "append-only, no dump, compressed). --no-flags compares none, nor does --no-perms.",
  },
  "omit-dir-times": { longHelp: "Do not compare the modification times of folders." },
  "omit-link-times": { longHelp: "Do not compare the modification times of symlinks." },
  "dereference": {
    help: "compare what symlinks point to",
    longHelp: "Compare what symlinks in SOURCE point to with what has their names in DEST.",
  },
  "chown": {
    longHelp:
      "Expect this owner and group, by name or number, instead of SOURCE's: USER, USER:GROUP or " +
      ":GROUP.",
  },
  "chmod": {
    longHelp:
      "Expect the modes that these changes make of SOURCE's. MODE is one or several of chmod's, " +
      "with commas between them (u+w, go=rX, g=u, 644); D before one is for folders alone, F for all " +
      "else: D2775,F664. --chmod may be typed several times.",
  },
  "usermap": {
    longHelp:
      "Expect other owners than SOURCE's. MAP is one or several FROM:TO with commas between " +
      "them, such as 0-99:nobody,wayne:admin,*:users; TO is of the first FROM that is SOURCE's " +
      "owner: a number, a range of numbers, a name, a wildcard for names, or empty for owners " +
      "without a name. The users whom ACLs name are mapped likewise, but for * alone.",
  },
  "groupmap": { longHelp: "Expect other groups than SOURCE's; MAP is as for --usermap." },
  "drop-cache": {
    longHelp:
      "Drop what was read from the system's cache, so that others keep theirs. For files that " +
      "others read, too, that is slower.",
  },
  "verbose": {
    help: "print a line for each file that is equal, too",
    longHelp: "Print a line for each file whose contents are equal, too: equal contents 'NAME'.",
  },
  "json": {
    longHelp:
      "Print one JSON object a line on stdout: each difference and error; with -v each file whose " +
      "contents are equal; with --progress how far the run is, each second; and last a summary. " +
      "'ferry help json' explains each field.",
  },
  "stats": { longHelp: "Print every counter at the end." },
  "print0": {
    longHelp:
      "Print the name of each entry that differs as it is, ended by NUL, for xargs -0. The summary " +
      "goes to standard error then.",
  },
  "log-file": {
    longHelp:
      "Append a line with the time for each difference, error and notice to FILE, with -v also for " +
      "each file that is equal, and one for what the comparison came to; with --json an object each. A " +
      "FILE that would be verified itself is refused, as is one that is no regular file.",
  },
  "errors-to": {
    longHelp:
      "Write the names of what differs or cannot be read to FILE, relative to SOURCE and one a line, " +
      "with --from0 each ended by NUL: 'ferry copy --files-from FILE' copies them again. FILE is empty " +
      "if all is equal. It is refused where --log-file would be.",
  },
};

function notCompared(name: string, what: string): Record<string, Texts> {
  return { [name]: { help: NOT_COMPARED, longHelp: `Do not compare ${what}.` } };
}
