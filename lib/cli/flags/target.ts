// Flags that decide what a run may do to DEST.

import type { DeleteLimit } from "../../options.ts";
import { ALL, COPYING, file, type Flag, folder, parsed, PLACING, toggle } from "./flag.ts";

const group = "what happens";

/** Names of standard output. Opening a file by one of them would start at its beginning. */
const STDOUT_PATHS = new Set(["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"]);

/** `--dry-run` to `--target-directory`. */
export const TARGET_FLAGS: readonly Flag[] = [
  toggle({
    name: "dry-run",
    isKeptOutOfFiles: true,
    isDaily: true,
    short: "n",
    group,
    commands: COPYING,
    help: "list what would be done and change nothing",
    longHelp:
      "List the operations that a run would carry out, and change nothing. Of a file with several " +
      "names (hard links) a run may come to another name first where folders are new or have " +
      "thousands of entries: that one is copied then, unless DEST has it, and the others are linked to it.",
  }, (draft, on) => draft.options.dryRun = on),
  toggle({
    name: "confirm",
    group,
    commands: COPYING,
    help: "",
    longHelp:
      "Ask before anything is deleted from DEST or replaced there: how much it is and the " +
      "first ten names are shown, any answer but y ends the run with exit code 4, and no more is " +
      "deleted than was shown. Without a terminal to ask on the run is refused. Nothing is asked " +
      "where nothing goes, nor with --dry-run.",
  }, (draft, on) => draft.confirm = on),
  toggle({
    name: "delete",
    isDaily: true,
    onByDefault: true,
    group,
    commands: ["mirror"],
    help: "keep entries that only DEST has",
    longHelp:
      "Keep entries that only DEST has; without this flag a mirror deletes them. A DEST in SOURCE is refused, also where " +
      "bindfs, an overlay, a union of disks or a share shows it elsewhere; a folder of DEST that one of these shows in " +
      "SOURCE stays. A dry run does not recognise unionfs-fuse or a share.",
  }, (draft, on) => draft.delete = on),
  toggle({
    name: "delete-excluded",
    isKeptOutOfFiles: true,
    group,
    commands: ["mirror", "verify"],
    help: "delete excluded entries from DEST, too",
    longHelp:
      "Delete what --exclude and --include leave out from DEST, too, whether SOURCE has it or " +
      "not. Without this flag a mirror keeps it, and the folders above it.",
  }, (draft, on) => draft.options.deleteExcluded = on),
  parsed(
    {
      name: "max-delete",
      isDaily: true,
      value: "N|N%",
      group,
      commands: ["mirror"],
      help: "stop rather than delete more than so many entries",
      longHelp: "Stop, with exit code 4, rather than delete more than N entries, or more than " +
        "N percent of the entries in DEST.",
    },
    parseDeleteLimit,
    "a whole number of entries, or a percentage such as 25%",
    (draft, limit) => draft.options.maxDelete = limit,
  ),
  toggle({
    name: "allow-empty-source",
    isKeptOutOfFiles: true,
    group,
    commands: ["mirror"],
    help: "",
    longHelp: "Mirror a SOURCE that has no entries, which empties DEST. Without this flag an " +
      "empty SOURCE, which is often an unmounted disk, ends the run with exit code 4.",
  }, (draft, on) => draft.options.allowEmptySource = on),
  toggle({
    name: "update",
    isDaily: true,
    short: "u",
    group,
    commands: COPYING,
    help: "leave files that are newer in DEST",
    longHelp: "Leave a file in DEST alone if it is newer than the one in SOURCE.",
  }, (draft, on) => draft.options.update = on),
  toggle({
    name: "ignore-existing",
    isDaily: true,
    group,
    commands: COPYING,
    help: "leave files that exist in DEST",
    longHelp: "Leave every file alone that exists in DEST, whatever it holds.",
  }, (draft, on) => draft.options.ignoreExisting = on),
  toggle({
    name: "existing",
    group,
    commands: COPYING,
    help: "only update, create nothing new in DEST",
    longHelp: "Update what exists in DEST and create nothing new. Together with " +
      "--ignore-existing nothing is copied, and a mirror only deletes.",
  }, (draft, on) => draft.options.existingOnly = on),
  toggle({
    name: "inplace",
    group,
    commands: COPYING,
    help: "write into existing files, replace none",
    longHelp:
      "Write into existing files instead of replacing them in one step; an interrupted run " +
      "leaves a file half written. A file with several hard links is replaced all the same, so that " +
      "its other names keep their contents. --backup wins over it.",
  }, (draft, on) => draft.options.inplace = on),
  toggle({
    name: "backup",
    short: "b",
    group,
    commands: ALL,
    help: "",
    longHelp:
      "Keep what is replaced or deleted in DEST as NAME~ beside it; an older NAME~ is replaced, and where that " +
      "is a folder the backup is NAME~~. " +
      "A mirror deletes no NAME~ (not with --delete-excluded either), and verify does not report it. " +
      "What lacks metadata alone is no reason for a backup.",
  }, (draft, on) => {
    draft.options.backup = on;
    if (!on) draft.options.suffix = draft.options.backupDir = null;
  }),
  {
    name: "suffix",
    value: "TEXT",
    group,
    commands: ALL,
    help: "",
    longHelp: "Append TEXT to the names of backups instead of ~; implies --backup.",
    apply: (draft, text) => void (draft.options.suffix = text),
  },
  folder({
    name: "backup-dir",
    group,
    commands: ALL,
    help: "",
    longHelp:
      "Keep what is replaced or deleted in DIR, with its path in DEST; implies --backup. Names " +
      "are unchanged unless there is a --suffix. A relative DIR starts at DEST, as in rsync; a mirror " +
      "deletes nothing in a DIR inside DEST. On another file system backups are copies.",
  }, (draft, value) => draft.options.backupDir = value),
  folder({
    name: "link-dest",
    isList: true,
    isFromOneSource: true,
    group,
    commands: COPYING,
    help: "",
    longHelp:
      "Make a hard link to what DIR has unchanged instead of copying it; DIR is an earlier copy " +
      "of SOURCE, on the file system of DEST. What differs from it in contents or in metadata is " +
      "copied, and nothing in DIR is changed. A relative DIR starts at DEST, as in rsync: --link-dest ../1 " +
      "SOURCE backup/2. Given several times, the first DIR that has an entry unchanged is taken.",
  }, (draft, value) => draft.options.linkDest = [...draft.options.linkDest, value]),
  toggle({
    name: "swap",
    group,
    commands: ["mirror"],
    help: "exchange DEST for a new tree in one step",
    longHelp:
      "Build the new tree whole beside DEST, with hard links to what DEST has unchanged, and exchange " +
      "the two in one step, also where nothing differs: whoever opens DEST finds all old or all new. Where anything fails " +
      "DEST stays as it was. --backup-dir DIR keeps the old tree, by giving it the name DIR, which must be new. The folder above DEST must be writable, and DEST no mount point. Options that keep something " +
      "in DEST (--no-delete, --update, filters without --delete-excluded ...) cannot be combined with it.",
  }, (draft, on) => draft.options.swap = on),
  toggle({
    name: "remove-source-files",
    isKeptOutOfFiles: true,
    aliases: ["remove-sent-files"],
    group,
    commands: ["copy", "mirror"],
    help: "remove from SOURCE what has arrived",
    longHelp:
      "When all is copied, read each file on both sides again and remove it from SOURCE if " +
      "it is equal in DEST, whether it was copied now or before. Links and special files go as " +
      "well, folders stay; what failed, differs or is excluded stays, too. 'ferry move' also removes " +
      "the folders. A mirror does so only with --no-delete: else its next run would delete from DEST " +
      "what this one removes from SOURCE.",
  }, (draft, on) => draft.removeSourceFiles = on),
  file({
    name: "manifest",
    isKeptOutOfFiles: true,
    isDaily: true,
    group,
    commands: ["verify"],
    help: "write the SHA-256 of what is equal to FILE",
    longHelp: "Write the SHA-256 of each file that is equal to FILE, in the format of sha256sum: " +
      "'cd DEST && sha256sum -c FILE' checks it as well as --check does. FILE may be - for " +
      "standard output; the report goes to standard error then. A FILE that is among those " +
      "verified, or lies in either tree and is not excluded, is refused.",
  }, (draft, path) => {
    draft.manifest = STDOUT_PATHS.has(path) ? "-" : path;
    draft.output.resultsOnStderr = draft.manifest === "-";
  }),
  file({
    name: "check",
    isKeptOutOfFiles: true,
    isDaily: true,
    group,
    commands: ["verify"],
    help: "compare DEST with the digests in FILE",
    longHelp:
      "Compare DEST with the list of digests in FILE, which --manifest or sha256sum wrote: each file " +
      "whose contents differ, that is missing or that is not in the list is a difference. SOURCE is " +
      "left out then. FILE may be - for standard input.",
  }, (draft, path) => draft.check = path),
  toggle({
    name: "no-extra",
    isDaily: true,
    group,
    commands: ["verify"],
    help: "leave out what only DEST has",
    longHelp:
      "Leave out what only DEST has: it is no difference then, nor is the time of a folder that holds " +
      "such an entry.",
  }, (draft, on) => draft.options.ignoreExtra = on),
  folder({
    name: "target-directory",
    isKeptOutOfFiles: true,
    isDaily: true,
    short: "t",
    group,
    commands: PLACING,
    help: "put every SOURCE into the folder DIR",
    longHelp: "Put every SOURCE into the folder DIR; DEST is left out then.",
  }, (draft, value) => draft.targetDirectory = value),
  toggle({
    name: "no-target-directory",
    isKeptOutOfFiles: true,
    isDaily: true,
    short: "T",
    group,
    commands: PLACING,
    help: "DEST is the new name, even if it is a folder",
    longHelp: "DEST is always the new name of SOURCE: a folder SOURCE is merged into an " +
      "existing folder DEST instead of being put inside it.",
  }, (draft, on) => draft.noTargetDirectory = on),
];

function parseDeleteLimit(text: string): DeleteLimit {
  const match = /^(\d{1,15})(%?)$/.exec(text);
  if (!match) throw new RangeError(`'${text}' is not a limit`);
  const amount = Number(match[1]);
  if (match[2] && amount > 100) throw new RangeError(`'${text}' is more than everything`);
  return { amount, unit: match[2] ? "percent" : "entries" };
}
