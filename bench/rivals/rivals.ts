// The table of programs that ferry is compared with, each with its best flags for the work. One that
// preserves less than ferry is also compared with a ferry that preserves as little.

import { type Command, findProgram } from "../command.ts";

/** A kind of work. `tree`: TARGET is not there yet. `file`: both are files. `verify`: both trees are equal. */
export type Work = "tree" | "mirror" | "file" | "verify";

/** A program that ferry may be compared with. */
export interface RivalSpec {
  readonly name: string;
  /** The first of these that is on PATH. */
  readonly executables: readonly string[];
  readonly works: Partial<Record<Work, (source: string, target: string) => Command>>;
  /** Flags with which ferry preserves as little as this rival; left out: none. */
  readonly ferryFlags?: readonly string[];
  readonly needsReflink?: boolean;
  /** The system that it comes with, where it takes part in every workload; left out: any system. */
  readonly system?: typeof Deno.build.os;
  /** Takes part only where most of the bytes are in one file. */
  readonly isForLargeFiles?: boolean;
  /** The first exit code that means failure; left out: 1. */
  readonly failsFrom?: number;
  /** Matches its version text, where several programs share a name. */
  readonly versionPattern?: RegExp;
}

const MODES_ALONE = [
  "--no-times",
  "--no-owner",
  "--no-group",
  "--no-xattrs",
  "--no-acls",
  "--no-hard-links",
];
const RCLONE = ["--links", "--metadata", "--config="];
/** Many more than cores: rclone waits for its own queues. */
const RCLONE_16 = [...RCLONE, "--transfers", "16", "--checkers", "16"];

/** In the order of the tables. */
export const RIVAL_SPECS: readonly RivalSpec[] = [
  {
    name: "cp -a",
    executables: ["cp"],
    works: { tree: (s, t) => ["cp", "-a", s, t], file: (s, t) => ["cp", "-a", s, t] },
  },
  {
    name: "cp",
    executables: ["cp"],
    works: { tree: (s, t) => ["cp", "-R", s, t], file: (s, t) => ["cp", s, t] },
  },
  {
    name: "cp -a --reflink=always",
    executables: ["cp"],
    needsReflink: true,
    works: {
      tree: (s, t) => ["cp", "-a", "--reflink=always", s, t],
      file: (s, t) => ["cp", "-a", "--reflink=always", s, t],
    },
  },
  {
    name: "cp -c", // by clonefile(2) where the file system can
    executables: ["cp"],
    system: "darwin",
    works: { tree: (s, t) => ["cp", "-cpR", s, t], file: (s, t) => ["cp", "-cpR", s, t] },
  },
  {
    name: "ditto",
    executables: ["ditto"],
    system: "darwin",
    works: { tree: (s, t) => ["ditto", s, t], file: (s, t) => ["ditto", s, t] },
  },
  robocopy("/MIR"),
  robocopy("/MIR", "/MT"),
  robocopy("/MIR", "/J"),
  robocopy("/MIR", "/MT", "/J"),
  rsync("rsync -a", ["-a"], ["-a", "--delete"]),
  rsync("rsync -aHAX", ["-aHAX"], ["-aHAX", "--delete"]),
  rsync("rsync -a whole-file in place", ["-a", "--whole-file", "--inplace", "--no-compress"], null),
  rsync("rsync -aS", ["-aS"], null),
  {
    name: "tar | tar",
    executables: ["tar"],
    // POSIX format: the default one keeps no fractions of a second.
    works: {
      tree: (s, t) => [
        "sh",
        "-c",
        'mkdir "$2" && tar --format=posix --sparse -C "$1" -cf - . | tar -C "$2" -xpf -',
        "tar",
        s,
        t,
      ],
    },
  },
  rclone("rclone", RCLONE_16),
  rclone("rclone by default", RCLONE),
  xcp("xcp", []),
  xcp("xcp -w 16", ["-w", "16"]),
  {
    name: "cpz",
    executables: ["cpz"],
    ferryFlags: MODES_ALONE,
    works: { tree: (s, t) => ["cpz", s, t], file: (s, t) => ["cpz", s, t] },
  },
  {
    name: "uutils cp -a",
    executables: ["uu-cp", "coreutils"],
    versionPattern: /uutils/,
    works: {
      tree: (s, t) => [...uutils(), "-a", s, t],
      file: (s, t) => [...uutils(), "-a", s, t],
    },
  },
  {
    name: "cp -a + diff -r",
    executables: ["diff"],
    works: { tree: (s, t) => both(["cp", "-a", s, t], ["diff", "-r", "--no-dereference", s, t]) },
  },
  {
    name: "rsync -a + rsync -nc",
    executables: ["rsync"],
    works: {
      tree: (s, t) => both(["rsync", "-a", `${s}/`, `${t}/`], ["rsync", "-anc", `${s}/`, `${t}/`]),
    },
  },
  {
    name: "diff -r",
    executables: ["diff"],
    works: { verify: (s, t) => ["diff", "-r", "--no-dereference", s, t] },
  },
  {
    name: "rsync -aHAXnc",
    executables: ["rsync"],
    works: { verify: (s, t) => ["rsync", "-aHAXnc", "--delete", `${s}/`, `${t}/`] },
  },
  {
    name: "sha256sum",
    executables: ["sha256sum"],
    // Digests of both trees, compared, with a process for each core.
    works: {
      verify: (s, t) => [
        "bash",
        "-c",
        `digests() { cd "$1" && find . -type f -print0 | xargs -0 -n 500 -P "$(nproc)" sha256sum | sort -k2; }
         cmp <(digests "$1") <(digests "$2")`,
        "sha256sum",
        s,
        t,
      ],
    },
  },
];

/** Runs one command after the other. */
function both(first: Command, second: Command): Command {
  const at = first.length;
  return ["bash", "-c", `"\${@:1:${at}}" && "\${@:${at + 1}}"`, "bash", ...first, ...second];
}

function rsync(name: string, copy: Command, mirror: Command | null): RivalSpec {
  return {
    name,
    executables: ["rsync"],
    works: {
      tree: (s, t) => ["rsync", ...copy, `${s}/`, `${t}/`],
      file: (s, t) => ["rsync", ...copy, s, t],
      ...(mirror ? { mirror: (s, t) => ["rsync", ...mirror, `${s}/`, `${t}/`] } : {}),
    },
  };
}

function rclone(name: string, options: readonly string[]): RivalSpec {
  return {
    name,
    executables: ["rclone"],
    works: {
      tree: (s, t) => ["rclone", "copy", ...options, s, t],
      mirror: (s, t) => ["rclone", "sync", ...options, s, t],
    },
  };
}

/** By default with as many workers as processors. */
function xcp(name: string, options: readonly string[]): RivalSpec {
  return {
    name,
    executables: ["xcp"],
    ferryFlags: ["--no-owner", "--no-group", "--no-acls", "--no-hard-links"],
    works: {
      tree: (s, t) => ["xcp", "-r", ...options, s, t],
      file: (s, t) => ["xcp", ...options, s, t],
    },
  };
}

/** With times of folders, as ferry sets them, without retries and with little output. */
function robocopy(...flags: string[]): RivalSpec {
  const command = (source: string, target: string) => [
    "robocopy",
    // A slash begins an option.
    source.replaceAll("/", "\\"),
    target.replaceAll("/", "\\"),
    ...flags,
    ..."/DCOPY:DAT /R:0 /W:0 /NFL /NDL /NJH /NJS /NC /NS /NP".split(" "),
  ];
  return {
    name: `robocopy ${flags.join(" ")}`,
    executables: ["robocopy"],
    system: "windows",
    // Unbuffered writing is meant for large files.
    isForLargeFiles: flags.includes("/J"),
    // The exit code is a set of bits; from 8 up something was not copied.
    failsFrom: 8,
    works: { tree: command, mirror: command },
  };
}

function uutils(): Command {
  return findProgram("uu-cp") ? ["uu-cp"] : ["coreutils", "cp"];
}
