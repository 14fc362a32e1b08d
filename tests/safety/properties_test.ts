// Random trees mirrored over random trees, both changed at random, and mirrored again: rsync finds
// nothing left to do, a dry run lists and counts exactly what the run then does, and one more run touches nothing.
// FERRY_SEED repeats a run, FERRY_RUNS sets its length.

import fc from "../support/fast_check.ts";
import { assertEquals } from "@std/assert";
import { S_IFDIR, S_IFMT } from "../../ffi/mod.ts";
import type { RunOptions } from "../support/runs.ts";
import { runLibrary } from "../support/ferry.ts";
import { judge } from "../support/judge.ts";
import { KINDS, mountAll, needsPrograms } from "../support/mounts.ts";
import { settingsOf } from "../cli/fixtures.ts";
import { verified } from "../support/differences.ts";
import { carryOut, Clock, type Step, steps } from "../support/random_tree.ts";
import { sh } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { snapshot, touched } from "../support/snapshot.ts";
import { testOrSkip } from "../support/skip.ts";
import { rounds, seedOfRun, tell } from "../support/torture.ts";

const RUNS = Number(Deno.env.get("FERRY_RUNS") ?? rounds(50, 200));
/** File systems with clones and without. */
const TREE_KINDS = ["tmpfs", "ext4", "xfs", "btrfs"] as const;

/** How bytes move. */
const method = fc.constantFrom<RunOptions>(
  {},
  { zeroCopy: "never" },
  { zeroCopy: "always" },
  { reflink: "never" },
  { sparse: "always" },
  { inplace: true },
  { fsync: true },
);
/** xfs shows an ACL a second time, which rsync would copy as it is. */
const XFS = ["--filter=-x trusted.SGI_ACL_*", "--filter=-x system.*"];
/** What targets have otherwise than their sources, as ferry and rsync are told. */
const mapping = fc.constantFrom<readonly string[]>(
  [],
  [],
  ["--usermap=0-99:5,1000:7", "--groupmap=50:9,*:3"],
  ["--chown=1000:50"], // those whom ACLs name here: rsync would map these, too
  ["--chmod=D2770,F640,u+X"],
  ["--chmod=go=u,a-st,F+X", "--no-owner"],
  ["--omit-dir-times", "--omit-link-times", "--no-group", "--chmod=Fug-s"],
  ["-O", "--usermap=root:1000,:7", "--chmod=g-w"],
);
const options = fc.tuple(
  method,
  fc.constantFrom<RunOptions>({}, { jobs: 1 }, { jobs: 3 }),
  fc.constantFrom<RunOptions>({}, { comparison: "checksum" }),
  fc.constantFrom<RunOptions>({}, { maxDelete: { amount: 100, unit: "percent" } }),
).map(([how, who, compared, limit]): RunOptions => ({ ...how, ...who, ...compared, ...limit }));

const scratch = makeScratch("ferry-properties-");
const mounts = mountAll(scratch);

for (const kind of TREE_KINDS.filter((kind) => KINDS.includes(kind))) {
  const runs = Math.ceil(RUNS / TREE_KINDS.length);
  testOrSkip(
    `mirror on ${kind}: ${runs} random trees agree with rsync, with their dry runs, and a second run is idle`,
    mounts[kind].reason ?? needsPrograms("rsync"),
    async () => {
      const seed = seedOfRun();
      const trees = fc.record({
        source: steps(40),
        target: steps(30),
        changesOfSource: steps(15),
        changesOfTarget: steps(15),
        settings: options,
        mapping,
      });
      const dir = `${mounts[kind].path}/trees`;
      const property = fc.asyncProperty(trees, (each) => mirrorTwice(dir, each));
      await fc.assert(property, { seed, numRuns: runs, endOnFailure: false });
      tell(
        `fuzz: ${kind}: ${2 * runs} mirrors of random trees, methods and options, as rsync judges`,
      );
    },
  );
}

/** Two random trees, how both change between two mirrors, and how those are made. */
interface Trees {
  readonly source: Step[];
  readonly target: Step[];
  readonly changesOfSource: Step[];
  readonly changesOfTarget: Step[];
  readonly settings: RunOptions;
  readonly mapping: readonly string[];
}

async function mirrorTwice(dir: string, trees: Trees): Promise<void> {
  sh(`rm -rf '${dir}'; mkdir -p '${dir}/s' '${dir}/t'`);
  const clock = new Clock();
  const settings = { ...trees.settings, ...mapped(trees.mapping) };
  carryOut(`${dir}/s`, trees.source, clock);
  carryOut(`${dir}/t`, trees.target, clock);
  await mirrorAndJudge(dir, settings, trees.mapping);
  carryOut(`${dir}/s`, trees.changesOfSource, clock);
  carryOut(`${dir}/t`, trees.changesOfTarget, clock);
  await mirrorAndJudge(dir, settings, trees.mapping);
}

/** What ferry's library takes for options of the command line. */
function mapped(args: readonly string[]): RunOptions {
  const { keep, required, userMap, groupMap, chmod, omitFolderTimes, omitLinkTimes } =
    settingsOf("mirror", ...args, "s", "t").options;
  return { keep, required, userMap, groupMap, chmod, omitFolderTimes, omitLinkTimes };
}

async function mirrorAndJudge(
  dir: string,
  settings: RunOptions,
  mapping: readonly string[],
): Promise<void> {
  const before = snapshot(dir);
  const planned = await operations(dir, { ...settings, dryRun: true });
  assertEquals(touched(before, snapshot(dir)), [], "a dry run touched something");
  // Which name of a linked file comes first, to be copied, and which are linked to it, is up to the threads.
  const isCertain = (operation: string) => {
    const entry = before.get(`s/${operation.slice(operation.indexOf(" ") + 1)}`);
    return entry === undefined || entry.nlink === 1 || (entry.mode & S_IFMT) === S_IFDIR;
  };
  const done = await operations(dir, settings);
  assertEquals(
    [done.lines.filter(isCertain), done.counts],
    [planned.lines.filter(isCertain), planned.counts],
    "the run did not do what its dry run said",
  );
  assertEquals(await judge(`${dir}/s`, `${dir}/t`, [...mapping, ...XFS]), []);
  const after = snapshot(dir);
  assertEquals((await operations(dir, settings)).lines, [], "a second run did something");
  assertEquals(touched(after, snapshot(dir)), [], "a second run touched something");
  if (mapping.length === 0) return;
  const { keep, userMap, groupMap, chmod, omitFolderTimes, omitLinkTimes } = settings;
  const options = { keep, userMap, groupMap, chmod, omitFolderTimes, omitLinkTimes };
  assertEquals((await verified(`${dir}/s`, `${dir}/t`, options)).lines, []);
}

/** What a mirror reports. */
interface Operations {
  /** Sorted. */
  readonly lines: string[];
  /** Those of names that become files or links are one number: which of them are links is up to the threads. */
  readonly counts: Record<string, number>;
}

async function operations(dir: string, settings: RunOptions): Promise<Operations> {
  const { summary, events } = await runLibrary("mirror", `${dir}/s`, `${dir}/t`, {
    ...settings,
    allowEmptySource: true,
  });
  assertEquals(summary.errors.map(({ op, message, code }) => `${op} ${message} ${code}`), []);
  assertEquals(summary.outcome, "done");
  const lines = events.flatMap((event) =>
    event.type === "operation" ? [`${event.op} ${String.fromCharCode(...event.path)}`] : []
  ).sort();
  const { entriesSeen, filesCopied, filesReplaced, linksCreated, filesUnchanged, metadataUpdated } =
    summary;
  const { foldersCreated, specialsCreated, deleted, filesFailed } = summary;
  const named = filesCopied + filesReplaced + linksCreated + filesUnchanged + metadataUpdated;
  const counts = { entriesSeen, named, foldersCreated, specialsCreated, deleted, filesFailed };
  return { lines, counts };
}
