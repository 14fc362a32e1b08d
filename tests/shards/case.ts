// One case: random trees and options, what one run makes of them, and how what shards make is held against that, against rsync
// and against `ferry verify`.

import { assertEquals } from "@std/assert";
import { judge } from "../support/judge.ts";
import { leftovers, sh } from "../support/safety.ts";
import { Draw } from "../support/torture.ts";
import { drawList, type Drawn, drawOptions } from "./drawn_options.ts";
import { linkGroups, type Look, look, unlike } from "./look.ts";
import { type Came, type CommandLine, type Counts, inProcess, ofShard, together } from "./runs.ts";
import { makeTrees } from "./trees.ts";

/** xfs shows an ACL a second time, which rsync would copy as it is. */
const XFS = ["--filter=-x trusted.SGI_ACL_*", "--filter=-x system.*"];

/** A case that is made. */
export interface Case {
  /** Where `s`, `one/t` and `many/t` are; the two targets have the same path below folders of their own. */
  readonly dir: string;
  readonly drawn: Drawn;
  readonly draw: Draw;
  /** As they were made. */
  readonly source: Look;
  readonly before: Look;
  /** When the trees were complete, in seconds since 1970. */
  readonly madeAt: number;
  /** For messages. */
  readonly told: string;
  /** The command line of one run, or of all shards together. */
  command(where: "one" | "many"): CommandLine;
}

/**
 * Makes the trees of a case, and a target like they were before for one run and for many.
 *
 * @param isForUser see `makeTrees`
 */
export function makeCase(dir: string, seed: number, isForUser = false): Case {
  const draw = new Draw(seed ^ 0x5eed);
  makeTrees(dir, seed, isForUser);
  const drawn = drawOptions(draw);
  const [source, before] = [look(`${dir}/s`), look(`${dir}/t0`)];
  Deno.writeFileSync(`${dir}/list`, drawList(draw, source));
  sh(
    `mkdir one many; cp -a t0 one/t; cp -a t0 many/t; cp -a e one/e; cp -a e many/e; touch -d @1000000000 one many`,
    dir,
  );
  sh(`chown --reference=s one many; chmod a+r list`, dir);
  const args = inFolder(drawn.args, dir);
  return {
    dir,
    drawn,
    source,
    before,
    draw,
    madeAt: Date.now() / 1000,
    told: `FERRY_SEED=${seed} ${drawn.command} ${args.join(" ")}`,
    command: (
      where,
    ) => [drawn.command, ...args, `${dir}/s`, `${dir}/${where}/t`],
  };
}

/**
 * Holds what many runs have made against what one has made, and asks the judges.
 *
 * @param isComplete whether nothing failed in one run
 */
export async function judgeCase(
  made: Case,
  isComplete: boolean,
): Promise<void> {
  const { dir, drawn, told, madeAt } = made;
  const [one, many] = ["one", "many"].map((where) => `${dir}/${where}`);
  // With backups, and with the earlier copy: links to that show where both are looked at.
  const differing = unlike(look(one), look(many), madeAt);
  // Folders of backups are made like those of the target, which another shard may have set right by then.
  assertEquals(differing.filter((line) => !/^kept\b.*: d .* and d /.test(line)), [], told);
  assertEquals([leftovers(one), leftovers(many)], ["", ""], told);
  if (drawn.rsync !== null && isComplete) {
    const lines = await judge(`${dir}/s`, `${many}/t`, [
      ...drawn.rsync,
      ...XFS,
    ]);
    assertEquals(lines.filter((line) => !isKept(line, drawn)), [], told);
  }
  const [single, shards] = [
    await verifyCase(made, "one"),
    await verifyCase(made, "many"),
  ];
  assertEquals(shards, single, told);
}

/** Whether rsync would delete what the options keep: all of it in a copy, else folders in which something is excluded. */
function isKept(line: string, { command }: Drawn): boolean {
  if (line.startsWith("cannot delete non-empty directory")) return true;
  return line.startsWith("*deleting") &&
    (command === "copy" || line.endsWith("/"));
}

/** What `ferry verify` finds in a target. */
async function verifyCase(
  { dir, drawn }: Case,
  where: "one" | "many",
): Promise<string[]> {
  if (drawn.verify === null) return [];
  const { lines, errors } = await inProcess([
    "verify",
    ...inFolder(drawn.verify, dir),
    `${dir}/s`,
    `${dir}/${where}/t`,
  ]);
  return [...lines.filter((line) => !line.startsWith("verify ")), ...errors];
}

/** Options with the list of `--files-from` where it is. */
export function inFolder(args: readonly string[], dir: string): string[] {
  return args.map((arg) => arg.replace("--files-from=list", `--files-from=${dir}/list`));
}

/**
 * What every shard may count: folders are set right by whoever comes first, and one that cannot be made fails in each shard
 * that has entries in it.
 */
const OF_FOLDERS = ["metadataUpdated", "errorCount"];
/** Counts that the order of entries decides where some names are of one file, in the source or in the target. */
const UP_TO_ORDER = [
  "filesCopied",
  "filesReplaced",
  "filesUnchanged",
  "linksCreated",
  "bytesCopied",
  "bytesShared",
  "differences",
];

/**
 * What is the same for one run and all shards. Of a file with several names it is up to the order which is copied and which
 * are linked: that is judged by what results.
 */
export function comparable(
  { counts, lines }: Came,
  { source, before, drawn }: Case,
): { counts: Counts; lines: readonly string[] } {
  const groups = [source, before].flatMap(linkGroups);
  const several = new Set(groups.flatMap((group) => group.split(" = ")));
  const isCertain = (line: string) => {
    const at = line.indexOf(" ");
    const operation = line.slice(0, at);
    const path = line.slice(at + 1).replace(/ \(.*, .*\)$/s, "");
    const isFolder = source.entries.get(path)?.type === "d";
    if (operation === "hard-link" || several.has(path)) return false;
    // With --no-extra the time of a folder says nothing where something may be extra.
    return !isFolder || operation !== "update-metadata" &&
        !(operation === "mtime" && drawn.command === "copy");
  };
  const uncertain = [
    ...OF_FOLDERS,
    ...several.size > 0 ? UP_TO_ORDER : [],
    ...drawn.command === "copy" ? ["differences"] : [],
  ];
  return {
    counts: Object.fromEntries(
      Object.entries(counts).filter(([name]) => !uncertain.includes(name)),
    ),
    lines: lines.filter(isCertain),
  };
}

/** What shards do one after the other in this process, in a dry run or a comparison. */
export async function ofAllShards(
  command: CommandLine,
  count: number,
): Promise<Came> {
  const all: Came[] = [];
  for (let index = 1; index <= count; index++) {
    all.push(await inProcess(ofShard(command, index, count)));
  }
  return together(all);
}
