// The table of commands: what they are called, how they are typed and what they do. Help, suggestions
// and dispatch read it.

import type { TransferCommand } from "./settings.ts";
import { SHELLS } from "./shells.ts";
import { ENVIRONMENT, SETTINGS_FILE } from "./settings_help.ts";

/** The words that may stand first. */
export type CommandName = TransferCommand | AboutName;

/** Those that tell about ferry itself, and take no source and no target. */
type AboutName = typeof ABOUT[number];

const ABOUT = [
  "capabilities",
  "history",
  "report",
  "presets",
  "settings",
  "completions",
  "help",
] as const;

/** One row of the table. */
export interface Command {
  readonly name: CommandName;
  /** Other words for it: those that cp, mv and rclone have. */
  readonly aliases?: readonly string[];
  /** How it is typed; completions read from it what it takes (`completions/usage.ts`). */
  readonly usage: readonly string[];
  /** What the options in `usage` do that no other command has, for completions. */
  readonly ownOptions?: Readonly<Record<string, string>>;
  /** True if its operands are folders alone. */
  readonly isForFolders?: boolean;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Paragraphs for `--help`. */
  readonly description: readonly string[];
  readonly examples: readonly string[];
}

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  {
    name: "copy",
    aliases: ["cp"],
    usage: ["ferry copy [OPTIONS] SOURCE... DEST", "ferry copy [OPTIONS] -t DIR SOURCE..."],
    summary: "copy files and trees",
    description: [
      "Copies files and folders, folders with all that is in them. If DEST is an existing folder, " +
      "each SOURCE arrives inside it under its own name; otherwise DEST is the new name. What is " +
      "already there and equal is left alone, and nothing is ever deleted.",
    ],
    examples: ["ferry copy notes.txt photos /backup", "ferry copy -T photos /backup/photos-2024"],
  },
  {
    name: "move",
    aliases: ["mv"],
    usage: ["ferry move [OPTIONS] SOURCE... DEST", "ferry move [OPTIONS] -t DIR SOURCE..."],
    summary: "move files and trees",
    description: [
      "Moves files and folders. If DEST is an existing folder, each SOURCE arrives inside it under " +
      "its own name; otherwise DEST is the new name. Within one file system that is a rename. " +
      "Elsewhere, and into a folder of that name that is there already, everything is copied, then " +
      "read on both sides again, and removed from SOURCE only where it is equal. What did not " +
      "arrive, or was excluded, stays, with the folders above it; the same command again goes on.",
    ],
    examples: ["ferry move photos /media/usb", "ferry move -T notes.txt /backup/notes-2024.txt"],
  },
  {
    name: "mirror",
    aliases: ["sync"],
    usage: ["ferry mirror [OPTIONS] SOURCE DEST"],
    isForFolders: true,
    summary: "make DEST equal to the contents of SOURCE",
    description: [
      "Makes the folder DEST equal to the folder SOURCE: copies what is new or differs, and " +
      "deletes what SOURCE does not have. A slash at the end of either changes nothing. Try it " +
      "with --dry-run first.",
      "Nothing is deleted before all is copied. A lack of room in DEST is told as soon as it shows, " +
      "mostly before anything is touched; the run then goes on until DEST is full, and what is not " +
      "copied by then stays as it was.",
    ],
    examples: [
      "ferry mirror --dry-run photos /backup/photos",
      "ferry mirror --exclude '*.tmp' --max-delete 10% photos /backup/photos",
    ],
  },
  {
    name: "verify",
    aliases: ["check"],
    usage: ["ferry verify [OPTIONS] SOURCE DEST", "ferry verify [OPTIONS] --check FILE DEST"],
    summary: "compare DEST with SOURCE and change nothing",
    description: [
      "Compares two folders, or two files: names, types, contents byte by byte, and all metadata " +
      "that a mirror keeps. Prints a line for each difference, with how it is on either side, and " +
      "changes nothing. The exit code is 3 if there is a difference.",
    ],
    examples: [
      "ferry verify photos /backup/photos",
      "ferry verify --exclude '*.tmp' --no-owner --no-group photos /media/usb/photos",
      "ferry verify --manifest photos.sha256 photos /backup/photos",
      "ferry verify --check photos.sha256 /backup/photos",
    ],
  },
  {
    name: "plan",
    usage: ["ferry plan [OPTIONS] SOURCE DEST"],
    isForFolders: true,
    summary: "say what a mirror would do and take",
    description: [
      "Looks at both sides as 'ferry mirror' would with the same OPTIONS, touches nothing, and says " +
      "how many files and bytes would be copied, replaced, linked and deleted, how large the files " +
      "are, by which methods they would move, and whether there is room. --no-delete plans a copy " +
      "that deletes nothing.",
      "Room is what is needed until all is copied: what is deleted frees room only then. Where it " +
      "depends on the order of the files, two figures are given. The exit code is 0 also where " +
      "there is too little room, which a line says; it is 1 where something cannot be read, or the " +
      "target cannot have it.",
      "-v and -i list the operations. --json prints them one a line, as a run with -v does, then " +
      "the summary of a dry run with the plan; 'method' is null where only trying tells. Only which name of a file with several would be " +
      "copied, and which linked to it, may be another one in the run.",
    ],
    examples: [
      "ferry plan photos /backup/photos",
      "ferry plan --json --exclude '*.tmp' photos /backup/photos",
    ],
  },
  {
    name: "capabilities",
    usage: ["ferry capabilities [--json] [PATH...]"],
    summary: "tell what this machine and paths on it can do",
    description: [
      "Tells of the system, the runtime and what confines it, and of each PATH, or else the current " +
      "folder: the file system, its room, its limits, what it keeps beside the bytes, and by which " +
      "methods files can move from each PATH to each other one. A file stands for its folder, what " +
      "is not there for the next folder above.",
      "What can be tried is tried: a folder named .ferry-....tmp is made in each PATH, each thing " +
      "is done in it once with a small file, and the folder is removed; PATH gets its times back " +
      "where that is permitted. Where none can be made, that is said, and nothing is tried but to " +
      "copy from there a file that lies in PATH or below, if there is one of at most 64 MiB. " +
      "Of a method that fails the error is told: EOPNOTSUPP, " +
      "ENOTTY and EINVAL come from file systems that cannot, EXDEV from two of them, ENOSYS from " +
      "old kernels and from filters of calls, EPERM from filters.",
      "--json prints an object a line: one of type 'machine', one of type 'path' for each PATH, one " +
      "of type 'methods' for each ordered pair, and a 'summary'. A trial is " +
      '{"works": true|false|null, "code": ..., "note": ...}, with null where it was not tried. What is ' +
      "not known is null.",
      "The exit code is 1 if a PATH cannot be opened, or something that was made cannot be removed.",
    ],
    examples: ["ferry capabilities photos /backup", "ferry capabilities --json /media/usb"],
  },
  {
    name: "history",
    usage: ["ferry history [--clear | --json]"],
    ownOptions: { "--clear": "forget all runs" },
    summary: "list past runs on this machine, or forget them",
    description: [
      "Lists the runs that are remembered, the newest last: the command, the types of the file " +
      "systems, counts, bytes, times, methods, the outcome, and options that matter for speed. No " +
      "names of files or folders are among them. 'ferry plan' learns from them how long a run takes.",
      "--clear forgets all of them, --json prints an object a line. They are in " +
      "ferry/history.jsonl in $XDG_STATE_HOME or ~/.local/state, in ~/Library/Application Support " +
      "on macOS, in %LOCALAPPDATA% on Windows: 1 MiB at most, for their user alone. --no-history " +
      "or FERRY_NO_HISTORY=1 adds nothing; neither does a dry run, nor a run whose SOURCE or DEST " +
      "holds that file.",
    ],
    examples: ["ferry history", "ferry history --clear"],
  },
  {
    name: "report",
    usage: ["ferry report [-v] [--json] FILE..."],
    summary: "add up what the shards of a run came to",
    description: [
      "Reads what the runs of --shard have printed with --json, or written into --log-file, and " +
      "tells what they came to together: sums, methods, the slowest shard, how evenly the work was " +
      "divided, and each error once. FILE may hold the output of several shards, and a scheduler's " +
      "messages between its lines; '-' is standard input. A run without --shard counts as the one " +
      "shard of its kind.",
      "Of a shard that ran several times the run that ended last counts. A run that has begun and " +
      "not ended, and a shard that no FILE tells of, are named. The time is that from the beginning of the " +
      "first run that counts to the end of the last; a balance is the largest share of a shard " +
      "divided by the mean.",
      "-v prints a line for each shard. --json prints an object a line: one of type 'shard' for each " +
      "that is told of, one of type 'error' with the shards that met it for each error that the " +
      "summaries name (100 a run), and a 'summary' as a run's, with 'shards'. Counts are exact up to " +
      "2^53 - 1 (9 PB).",
      "The exit code is that of the shard that ended worst: 0, 5, 1, 3, 4, 129 or more, in this order. " +
      "A shard that was refused, has not ended or is not told of counts as 4. It is 2 where FILE " +
      "cannot be read, tells of no run, or of runs that do not belong together.",
    ],
    examples: [
      "ferry report logs/shard-*.json",
      "ferry report --json logs/shard-*.json >report.json",
    ],
  },
  {
    name: "presets",
    usage: ["ferry presets [--json]"],
    summary: "list what --preset stands for",
    description: ["Lists the presets: names for sets of flags, for --preset."],
    examples: ["ferry mirror --preset network,safe photos /mnt/share/photos"],
  },
  {
    name: "settings",
    usage: ["ferry settings [COMMAND [OPTIONS]]"],
    summary: "print each option's value and where it comes from",
    description: [
      "Prints the value of each option and where it comes from, for all commands or for COMMAND as " +
      "it would be with the OPTIONS; --json prints an object a line.",
      "An option is what the first of these says: a flag, the environment, a preset, the settings " +
      "file, its default. Rules (--exclude and the like) add up in that order, and the first that " +
      "matches decides. Of two options that exclude each other, the stronger source's wins.",
      `Environment: ${ENVIRONMENT}`,
      `Settings file: ${SETTINGS_FILE}`,
    ],
    examples: ["ferry settings", "ferry settings mirror --preset safe --json"],
  },
  {
    name: "completions",
    usage: [`ferry completions ${SHELLS.join("|")}`],
    summary: "print a script by which a shell completes ferry's words",
    description: [
      "Prints a script for one of these shells: with it the TAB key completes commands, options, " +
      "their values and paths.",
      "bash: the package bash-completion reads the file of the first example; without it the second " +
      "line goes into ~/.bashrc.",
      "zsh: the line fpath+=~/.zfunc goes into ~/.zshrc, before compinit.",
      "PowerShell: $PROFILE names the file after a dot: . ~/ferry.ps1",
      "The folders may have to be made first.",
    ],
    examples: [
      "ferry completions bash >~/.local/share/bash-completion/completions/ferry",
      'eval "$(ferry completions bash)"',
      "ferry completions zsh >~/.zfunc/_ferry",
      "ferry completions fish >~/.config/fish/completions/ferry.fish",
      "ferry completions powershell >~/ferry.ps1",
    ],
  },
  {
    name: "help",
    usage: ["ferry help [COMMAND|TOPIC|--man]"],
    ownOptions: { "--man": "print all of it as a manual page" },
    summary: "explain a command and all its options",
    description: [
      "Explains a command and all its options, or lists the commands. TOPIC is filters, by which " +
      "entries are chosen, json, the objects of --json and their fields, or exit-codes. --man prints " +
      "all of it as a manual page, for man -l or ~/.local/share/man/man1/ferry.1.",
    ],
    examples: ["ferry help mirror", "ferry help json", "ferry help --man | man -l -"],
  },
];

/** The row of a command by one of its names, or null if there is no such command. */
export function findCommand(name: string): Command | null {
  return COMMANDS.find((row) => row.name === name || row.aliases?.includes(name)) ?? null;
}

/** Whether a command takes a source and a target, and the flags for them. */
export function isTransfer(name: CommandName): name is TransferCommand {
  return !(ABOUT as readonly string[]).includes(name);
}

/** Every word that may stand first. */
export function commandNames(): string[] {
  return COMMANDS.flatMap(({ name, aliases }) => [name, ...aliases ?? []]);
}
