// A plan against the run that follows it: the same operations on random trees, whatever the options; nothing touched
// meanwhile; and the counts that rsync's dry run has.

import { assertEquals } from "@std/assert";
import fc from "../support/fast_check.ts";
import { S_IFDIR, S_IFMT } from "../../ffi/mod.ts";
import type { RunEvent } from "../../lib/events.ts";
import type { Summary } from "../../lib/summary.ts";
import { mirror, plan, type RunOptions } from "../support/runs.ts";
import type { Plan } from "../../lib/costs/plan.ts";
import { jsonOperation } from "../../lib/cli/screen/json.ts";
import { carryOut, Clock, type Step, steps } from "../support/random_tree.ts";
import { look, sh } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { snapshot } from "../support/snapshot.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { testOrSkip } from "../support/skip.ts";
import { rounds, seedOfRun } from "../support/torture.ts";

const scratch = makeScratch("ferry-plan-");
const RUNS = rounds(30, 200);

const exclude = (pattern: string) => ({ include: false, pattern });
/** What users combine with a mirror. */
const options = fc.tuple(
  fc.constantFrom<RunOptions>({}, { jobs: 1 }, { jobs: 4 }),
  fc.constantFrom<RunOptions>(
    {},
    {},
    { filters: [exclude("b")] },
    { filters: [exclude("/a/*"), exclude("c/")], deleteExcluded: true },
    { onlyPaths: ["a", "b/c"] },
    { minSize: 100, maxDepth: 2 },
    { pruneEmptyDirs: true },
  ),
  fc.constantFrom<RunOptions>(
    {},
    {},
    { delete: false },
    { maxDelete: { amount: 3, unit: "entries" } },
    { backup: true },
    { backupDir: "../backups" },
    { linkDest: ["../earlier"] },
    { linkDest: ["../earlier"], backup: true },
  ),
  fc.constantFrom<RunOptions>(
    {},
    {},
    { update: true },
    { ignoreExisting: true },
    { existingOnly: true },
    { comparison: "checksum" },
    { inplace: true },
    { keep: { hardLinks: false, times: false } as RunOptions["keep"] },
    { dereference: true },
    { swap: true },
  ),
).map((parts): RunOptions => Object.assign({ allowEmptySource: true }, ...parts));

testOrSkip(
  `plan: the operations are those of the run, on ${RUNS} random trees with any options`,
  needsRoot(),
  async () => {
    const trees = fc.record({
      source: steps(40),
      target: steps(25),
      changes: steps(12),
      isFresh: fc.boolean(),
      given: options,
    });
    const property = fc.asyncProperty(trees, planAndRun);
    await fc.assert(property, { seed: seedOfRun(), numRuns: RUNS, endOnFailure: false });
  },
);

/** Two trees of a common past, or a target that is not there. */
interface Trees {
  readonly source: Step[];
  readonly target: Step[];
  readonly changes: Step[];
  readonly isFresh: boolean;
  readonly given: RunOptions;
}

async function planAndRun({ source, target, changes, isFresh, given }: Trees): Promise<void> {
  const dir = `${scratch}/trees`;
  sh(`rm -rf '${dir}'; mkdir -p '${dir}/s' '${dir}/backups'`);
  const clock = new Clock();
  carryOut(`${dir}/s`, source, clock);
  sh(`cp -a '${dir}/s' '${dir}/earlier'`);
  if (!isFresh) {
    sh(`cp -a '${dir}/s' '${dir}/t'`);
    carryOut(`${dir}/t`, target, clock);
  }
  carryOut(`${dir}/s`, changes, clock);
  const manyNames = namesOfMany(`${dir}/s`);
  const before = look(dir);
  const planned = await report(plan, dir, given);
  assertEquals(look(dir), before, "the plan touched something");
  const done = await report(mirror, dir, given);
  const expected = planned.summary, came = done.summary;
  assertEquals(came?.outcome, expected?.outcome);
  // What a limit stops has begun in another order each time.
  if (came === null || expected === null || came.outcome === "stopped") return;
  const isCertain = (line: string) => !manyNames.has(JSON.parse(line).path);
  assertEquals(done.lines.filter(isCertain), planned.lines.filter(isCertain));
  // A swap tells its operations without methods.
  for (const [path, method] of given.swap ? [] : planned.methods) {
    if (!manyNames.has(path)) assertEquals(done.methods.get(path), method, path);
  }
  assertEquals(countsOf(came), countsOf(expected));
  assertEquals(errorsOf(came), errorsOf(expected));
}

/** Paths of files with several names: which of them is copied, and which are linked to it, is up to the threads. */
function namesOfMany(dir: string): ReadonlySet<string> {
  const many = [...snapshot(dir, false)].filter(([, { nlink, mode }]) =>
    nlink > 1 && (mode & S_IFMT) !== S_IFDIR
  );
  const decoder = new TextDecoder();
  return new Set(
    many.map(([path]) => decoder.decode(Uint8Array.from(path, (c) => c.charCodeAt(0)))),
  );
}

interface Reported {
  readonly summary: Summary | null;
  readonly lines: string[];
  /** By path, as far as they are known. */
  readonly methods: ReadonlyMap<string, string>;
}

/** What a function reports, as lines of JSON in the order of their text; no summary where it refuses. */
async function report(
  what: (source: string, dest: string, options: RunOptions) => Promise<Summary>,
  dir: string,
  given: RunOptions,
  dest = "t",
): Promise<Reported> {
  const lines: string[] = [];
  const methods = new Map<string, string>();
  const onEvent = (event: RunEvent) => {
    if (event.type !== "operation") return;
    const { method, ...rest } = JSON.parse(jsonOperation(event, "s"));
    lines.push(JSON.stringify(rest));
    if (method !== null) methods.set(rest.path, method);
  };
  try {
    const more = { ...given, reportOperations: true, onEvent };
    const summary = await what(`${dir}/s`, `${dir}/${dest}`, more);
    return { summary, lines: lines.sort(), methods };
  } catch (error) {
    if (!(error instanceof Error) || !("kind" in error)) throw error;
    return { summary: null, lines: [error.message], methods };
  }
}

function countsOf(summary: Summary): number[] {
  const { filesCopied, filesReplaced, linksCreated, filesUnchanged, metadataUpdated } = summary;
  const { entriesSeen, foldersCreated, specialsCreated, deleted, filesFailed } = summary;
  const named = filesCopied + filesReplaced + linksCreated + filesUnchanged + metadataUpdated;
  return [entriesSeen, named, foldersCreated, specialsCreated, deleted, filesFailed];
}

function errorsOf({ errors }: Summary): string[] {
  return errors.map(({ code }) => code).sort();
}

testOrSkip(
  `plan: counts and bytes are those of rsync's dry run, on ${RUNS} random trees`,
  needsRoot() ?? needsPrograms("rsync"),
  async () => {
    const isPlain = ({ do: what }: Step) => what !== "link";
    const plain = (most: number) => steps(most).map((list) => list.filter(isPlain));
    const trees = fc.record({ source: plain(40), target: plain(15), changes: plain(15) });
    const property = fc.asyncProperty(trees, async ({ source, target, changes }) => {
      const dir = `${scratch}/counted`;
      sh(`rm -rf '${dir}'; mkdir -p '${dir}/s'`);
      const clock = new Clock();
      carryOut(`${dir}/s`, source, clock);
      sh(`cp -a '${dir}/s' '${dir}/t'`);
      carryOut(`${dir}/t`, target, clock);
      carryOut(`${dir}/s`, changes, clock);
      // rsync does not count a folder that another kind of entry takes the place of.
      fc.pre(!haveConflicts(dir));
      const { filesCopied, filesReplaced, bytesFound, foldersCreated, deleted, sizes } = await plan(
        `${dir}/s`,
        `${dir}/t`,
        { allowEmptySource: true },
      );
      const stats = sh(
        `rsync -aAXSn --delete --stats --modify-window=-1 '${dir}/s/' '${dir}/t/'`,
      );
      const number = (pattern: RegExp) =>
        Number((pattern.exec(stats)?.[1] ?? "0").replace(/,/g, ""));
      const files = number(/regular files transferred: ([\d,]+)/);
      assertEquals(
        [filesCopied + filesReplaced, bytesFound, foldersCreated, deleted],
        [
          files,
          number(/transferred file size: ([\d,]+)/),
          number(/created files: .*dir: ([\d,]+)/),
          number(/deleted files: ([\d,]+)/),
        ],
      );
      assertEquals(sizes.reduce((sum, range) => sum + range.files, 0), files);
    });
    await fc.assert(property, { seed: seedOfRun(), numRuns: RUNS, endOnFailure: false });
  },
);

/** Whether both sides have some name for entries of two kinds. */
function haveConflicts(dir: string): boolean {
  const target = snapshot(`${dir}/t`, false);
  return [...snapshot(`${dir}/s`, false)].some(([path, { mode }]) => {
    const other = target.get(path);
    return other !== undefined && (other.mode & S_IFMT) !== (mode & S_IFMT);
  });
}

testOrSkip(
  `mirror: never warns of a lack of room where the plan says that there is enough, on ${RUNS} random trees`,
  needsRoot(),
  async () => {
    const dir = `${scratch}/tight`;
    sh(`mkdir -p '${dir}/m' '${dir}/backups'; mount -t tmpfs -o nr_inodes=0 none '${dir}/m'`);
    const given = options.filter(({ linkDest, backupDir }) => !linkDest && !backupDir);
    const trees = fc.record({ source: steps(40), target: steps(25), changes: steps(15), given });
    const property = fc.asyncProperty(trees, async ({ source, target, changes, given }) => {
      sh(`mount -o remount,size=1g m; rm -rf s m/*; mkdir s m/t`, dir);
      const clock = new Clock();
      carryOut(`${dir}/s`, source, clock);
      sh("cp -a s/. m/t", dir);
      carryOut(`${dir}/m/t`, target, clock);
      carryOut(`${dir}/s`, changes, clock);
      const planned = await report(plan, `${dir}`, given, "m/t");
      const needed = planned.summary === null
        ? 0
        : (planned.summary as Plan).rooms[0]?.neededBytes ?? 0;
      sh(
        `used=$(df -B1 --output=used m | tail -1); mount -o remount,size=$((used + ${needed} + 4096)) m`,
        dir,
      );
      const warnings: string[] = [];
      const onEvent = (event: RunEvent) => {
        if (event.type === "notice" && event.message.includes("room")) warnings.push(event.message);
      };
      try {
        await mirror(`${dir}/s`, `${dir}/m/t`, { ...given, dryRun: true, onEvent });
      } catch { /* a guard refused, as it did the plan */ }
      assertEquals(warnings, []);
    });
    await fc.assert(property, { seed: seedOfRun(), numRuns: RUNS, endOnFailure: false });
  },
);
