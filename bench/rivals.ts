// The programs that ferry is measured against, each with its best flags for the task. A rival that is
// not installed is named in the output; one that keeps less than ferry meets a ferry that keeps as little.

import { type Command, findProgram, finish } from "./command.ts";
import type { Native } from "./native.ts";

/** What a program is to do. `tree`: TARGET is not there yet. `file`: both are files. */
export type Work = "tree" | "mirror" | "file";

/** One way to start a rival. */
export interface Rival {
  readonly name: string;
  /** Null if it does nothing of this kind. */
  command(work: Work, source: string, target: string): Command | null;
  /** The ferry flags that give up what this rival never keeps; null: it keeps as much as it was asked to. */
  readonly ferryFlags: readonly string[] | null;
  readonly needsReflink: boolean;
}

/** What was found on this machine. */
export interface Found {
  readonly rivals: readonly Rival[];
  /** Name and version of each. */
  readonly versions: Readonly<Record<string, string>>;
  /** Names of those that are not here, with the reason. */
  readonly missing: readonly string[];
}

interface Row {
  readonly name: string;
  /** The first of these that is on PATH. */
  readonly executables: readonly string[];
  readonly works: Partial<Record<Work, (source: string, target: string) => Command>>;
  readonly ferryFlags?: readonly string[];
  readonly needsReflink?: boolean;
  /** What its version text must contain, where several programs share a name. */
  readonly isIt?: RegExp;
}

const NOTHING_BESIDE_MODES = [
  "--no-times",
  "--no-owner",
  "--no-xattrs",
  "--no-acls",
  "--no-hard-links",
];
/** Many more than cores: rclone waits for its own queues. */
const RCLONE = ["--links", "--metadata", "--transfers", "16", "--checkers", "16", "--config="];

const ROWS: readonly Row[] = [
  {
    name: "cp -a",
    executables: ["cp"],
    works: { tree: (s, t) => ["cp", "-a", s, t], file: (s, t) => ["cp", "-a", s, t] },
  },
  {
    name: "cp",
    executables: ["cp"],
    works: { tree: (s, t) => ["cp", "-r", s, t], file: (s, t) => ["cp", s, t] },
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
  {
    name: "rclone",
    executables: ["rclone"],
    works: {
      tree: (s, t) => ["rclone", "copy", ...RCLONE, s, t],
      mirror: (s, t) => ["rclone", "sync", ...RCLONE, s, t],
    },
  },
  {
    name: "xcp",
    executables: ["xcp"],
    ferryFlags: ["--no-owner", "--no-acls", "--no-hard-links"],
    works: { tree: (s, t) => ["xcp", "-r", s, t], file: (s, t) => ["xcp", s, t] },
  },
  {
    name: "cpz",
    executables: ["cpz"],
    ferryFlags: NOTHING_BESIDE_MODES,
    works: { tree: (s, t) => ["cpz", s, t], file: (s, t) => ["cpz", s, t] },
  },
  {
    name: "uutils cp -a",
    executables: ["uu-cp", "coreutils"],
    isIt: /uutils/,
    works: {
      tree: (s, t) => [...uutils(), "-a", s, t],
      file: (s, t) => [...uutils(), "-a", s, t],
    },
  },
];

/** Looks every rival up; the roofline counts as one. */
export async function findRivals(native: Native): Promise<Found> {
  const rivals: Rival[] = [];
  const versions: Record<string, string> = {};
  const missing: string[] = [];
  for (const row of ROWS) {
    const path = row.executables.map(findProgram).find((found) => found !== null);
    const version = path ? await versionOf(path) : null;
    if (version === null) {
      missing.push(`${row.name} (${row.executables.join(" or ")} is not on PATH)`);
    } else if (row.isIt && !row.isIt.test(version)) missing.push(`${row.name} (found ${version})`);
    else {
      versions[row.name] = version;
      rivals.push(asRival(row));
    }
  }
  if (native.roofline) rivals.push(...rooflines(native.roofline));
  else missing.push("roofline (no C compiler)");
  return { rivals, versions, missing };
}

function asRival(row: Row): Rival {
  return {
    name: row.name,
    command: (work, source, target) => row.works[work]?.(source, target) ?? null,
    ferryFlags: row.ferryFlags ?? null,
    needsReflink: row.needsReflink ?? false,
  };
}

function rsync(name: string, copy: Command, mirror: Command | null): Row {
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

/** As many threads as cores: what the machine can do, not what one thread can. */
function rooflines(path: string): Rival[] {
  return (["atomic", "in-place"] as const).map((manner) => ({
    name: `roofline ${manner}`,
    command: (work, source, target) =>
      work === "tree"
        ? [path, source, target, String(navigator.hardwareConcurrency), manner]
        : null,
    ferryFlags: null,
    needsReflink: false,
  }));
}

function uutils(): Command {
  return findProgram("uu-cp") ? ["uu-cp"] : ["coreutils", "cp"];
}

async function versionOf(path: string): Promise<string> {
  const { stdout, stderr } = await finish([path, "--version"]);
  return (stdout || stderr).split("\n")[0].replace(/\s+/g, " ").trim();
}
