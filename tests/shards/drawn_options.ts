// Options drawn for a run, and what they mean to those who judge it.

import type { Draw } from "../support/torture.ts";
import type { Look } from "./look.ts";

/** What a run is asked for. */
export interface Drawn {
  readonly command: "mirror" | "copy";
  /** Options of ferry. */
  readonly args: readonly string[];
  /** What rsync takes for the same; null where it cannot judge. */
  readonly rsync: readonly string[] | null;
  /** What `ferry verify` takes for the same; null where equal is not what results. */
  readonly verify: readonly string[] | null;
}

/** A choice: for ferry, and for the judges where that is not the same. */
interface Choice {
  readonly args: readonly string[];
  readonly rsync?: readonly string[] | null;
  readonly verify?: readonly string[] | null;
}

const NOTHING: Choice = { args: [] };

/** The same for all. */
function same(...args: string[]): Choice {
  return { args, rsync: args, verify: args };
}

/** Changes how it is written, and not what results. */
function only(...args: string[]): Choice {
  return { args, rsync: [], verify: [] };
}

/** rsync has no such option. */
function selecting(...args: string[]): Choice {
  return { args, rsync: null, verify: args };
}

/** Which entries take part. */
const SELECTED: readonly Choice[] = [
  NOTHING,
  NOTHING,
  NOTHING,
  same("--exclude=b"),
  same("--include=/large/*1*", "--exclude=/large/*", "--exclude=d"),
  {
    args: ["--exclude=*1*", "--exclude=a", "--delete-excluded"],
    rsync: null,
    verify: null,
  },
  selecting("--max-size=99"),
  selecting("--min-size=1", "--max-depth=2"),
  { args: ["--prune-empty-dirs", "--exclude=*.1"], rsync: null, verify: null },
  selecting("--files-from=list", "--from0"),
  selecting("--filter=dir-merge,- /.rules", "--exclude=c"),
];

/** How it is written. */
const WRITTEN: readonly Choice[] = [
  NOTHING,
  NOTHING,
  only("--inplace"),
  only("--resume"),
  only("--verify"),
  only("--link-dest=../e"),
  only("--link-dest=../e", "--backup-dir=../kept"),
  only("--backup-dir=../kept"),
  only("--fsync", "--no-zero-copy"),
  only("--sparse=always"),
  { args: ["--update"], rsync: null, verify: null },
  { args: ["--ignore-existing"], rsync: null, verify: null },
  { args: ["--existing"], rsync: null, verify: null },
];

/** What is kept and compared. */
const KEPT: readonly Choice[] = [
  NOTHING,
  NOTHING,
  NOTHING,
  only("--checksum"),
  same("--no-hard-links"),
  {
    args: ["--no-times", "--checksum"],
    rsync: ["--no-times"],
    verify: ["--no-times"],
  },
  {
    args: ["--no-xattrs", "--no-acls"],
    rsync: ["--no-xattrs", "--no-acls"],
    verify: null,
  },
  { args: ["--chmod=D755,F640"], rsync: null, verify: ["--chmod=D755,F640"] },
];

const THREADS: readonly (readonly string[])[] = [[], [], ["-j1"], ["-j4"]];
const LIMITS: readonly (readonly string[])[] = [[], [], ["--max-delete=100%"]];

/** Draws options. */
export function drawOptions(draw: Draw): Drawn {
  const command = draw.below(4) === 0 ? "copy" : "mirror";
  const choices = [draw.of(SELECTED), draw.of(WRITTEN), draw.of(KEPT)];
  const limit = command === "mirror" ? draw.of(LIMITS) : [];
  const judged = (of: (choice: Choice) => readonly string[] | null) => {
    const all = choices.map(of);
    return all.some((args) => args === null) ? null : all.flatMap((args) => args ?? []);
  };
  const extra = command === "copy" ? ["--no-extra"] : [];
  const verify = judged(({ verify = [] }) => verify);
  return {
    command,
    args: [
      ...(command === "copy" ? ["-T"] : ["--allow-empty-source"]),
      ...choices.flatMap(({ args }) => args)
        .filter((arg) => command === "mirror" || arg !== "--delete-excluded"),
      ...draw.of(THREADS),
      ...limit,
    ],
    rsync: judged(({ rsync = [] }) => rsync),
    verify: verify === null ? null : [...extra, ...verify],
  };
}

/** A list for `--files-from`: some paths of a tree, each ended by NUL. */
export function drawList(draw: Draw, { entries }: Look): Uint8Array {
  const paths = [...entries.keys()].filter((path) => path !== "" && draw.below(3) === 0);
  const text = (paths.length > 0 ? paths : ["a"]).map((path) => `${path}\0`)
    .join("");
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
