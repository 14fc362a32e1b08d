// Counts system calls instead of seconds, which a busy machine does not disturb: by strace on trees of two
// sizes, so that those of start-up cancel out. Needs no root.

import { type Calls, countCalls, difference, fileCalls, whyNotCounted } from "./measure/calls.ts";
import { cleanUp, onCleanUp } from "./cleanup.ts";
import { type Ferry, ferryName, findFerry } from "./rivals/ferry.ts";
import { COUNT_TARGETS, type CountTarget } from "./report/targets.ts";
import { BARE_FLAGS } from "./workloads/no_op.ts";
import { buildFile, buildTree, type TreeShape } from "./workloads/tree.ts";
import { copyByCp } from "./workloads/workload.ts";

const FILE_BYTES = 4 * 1024;
/** Equal numbers of folders, so that only files are in the difference. */
const FEW_FILES: TreeShape = { folders: 20, filesPerFolder: 100, fileBytes: FILE_BYTES };
const MANY_FILES: TreeShape = { ...FEW_FILES, filesPerFolder: 400 };
/** So many that what a start from source differs by from one to the next is no call in a hundred. */
const VERY_MANY_FILES: TreeShape = { ...FEW_FILES, filesPerFolder: 2000, fileBytes: 0 };
/** Equal numbers of files in each folder, for the cost of a folder. */
const FEW_FOLDERS: TreeShape = { folders: 100, filesPerFolder: 10, fileBytes: FILE_BYTES };
const MANY_FOLDERS: TreeShape = { ...FEW_FOLDERS, folders: 600 };
/** A shard that has all of the files; each thread more would load its modules. */
const OWN_ALONE: readonly string[] = ["-j1", "--shard", "1/1"];
/** One shard of so many has none of these files, or one; each thread more would load its modules. */
const OTHERS_ALONE: readonly string[] = ["-j1", "--shard", "1/1000000"];
const LARGE_BYTES = 256 * 2 ** 20;
/** The calls that list a folder, or ask for or change anything of an entry; others of a start from source differ by thousands. */
const CALLS_OF_ENTRIES =
  /^(getdents64|statx|newfstatat|open(at2?)?|readlink(at)?|\w*xattr\w*|(mkdir|link|symlink|unlink|mknod|utimens|fchmod|fchown)at|renameat2?)$/;
/** The calls that may move the bytes of a large file. */
const COPY_CALLS: readonly string[] = [
  "copy_file_range",
  "sendfile",
  "ioctl",
  "pread64",
  "pwrite64",
];

/** Counts, prints a line for each target, and gives the exit code. */
export async function runCounts(ferryPath: string | null): Promise<number> {
  const reason = whyNotCounted();
  if (reason) {
    console.error(`bench: nothing counted: ${reason}`);
    return 1;
  }
  const ferry = await findFerry(ferryPath);
  console.log(`counting ${ferryName(ferry)}`);
  const folder = Deno.makeTempDirSync({ prefix: "ferry-counts-" });
  onCleanUp(() => Deno.remove(folder, { recursive: true }));
  try {
    const verdicts = await countAll({ ferry, folder });
    return verdicts.every((isOk) => isOk) ? 0 : 1;
  } finally {
    await cleanUp();
  }
}

interface Counting {
  readonly ferry: Ferry;
  readonly folder: string;
}

async function countAll(counting: Counting): Promise<boolean[]> {
  const files = MANY_FILES.folders * (MANY_FILES.filesPerFolder - FEW_FILES.filesPerFolder);
  const filesOfOthers = VERY_MANY_FILES.folders *
    (VERY_MANY_FILES.filesPerFolder - FEW_FILES.filesPerFolder);
  const folders = MANY_FOLDERS.folders - FEW_FOLDERS.folders;
  const copied = await growth(counting, FEW_FILES, MANY_FILES, "copy", []);
  const mirrored = await growth(counting, FEW_FILES, MANY_FILES, "mirror", []);
  const bare = await growth(counting, FEW_FILES, MANY_FILES, "mirror", BARE_FLAGS);
  const spread = await growth(counting, FEW_FOLDERS, MANY_FOLDERS, "copy", []);
  const large = difference(
    await countLarge(counting, LARGE_BYTES * 2),
    await countLarge(counting, LARGE_BYTES),
  );
  const own = await growth(counting, FEW_FILES, MANY_FILES, "fill", OWN_ALONE);
  const [ofOthers, unchangedOfOthers] = [
    await growthOfOthers(counting, "copy"),
    await growthOfOthers(counting, "mirror"),
  ];
  const { newFile, unchanged, unchangedBare, futexPerFolder, messagesPerFolder, copyCalls } =
    COUNT_TARGETS;
  return [
    report(newFile, fileCalls(copied) / files, copied),
    report(unchanged, fileCalls(mirrored) / files, mirrored),
    report(unchangedBare, fileCalls(bare) / files, bare),
    report(COUNT_TARGETS.ofOthers, callsOfEntries(ofOthers) / filesOfOthers, ofOthers),
    report(
      COUNT_TARGETS.unchangedOfOthers,
      callsOfEntries(unchangedOfOthers) / filesOfOthers,
      unchangedOfOthers,
    ),
    report(COUNT_TARGETS.statsOfOwn, (own.statx ?? 0) / files, own),
    report(futexPerFolder, (spread.futex ?? 0) / folders, spread),
    report(messagesPerFolder, (spread.write ?? 0) / folders, spread),
    report(copyCalls, COPY_CALLS.reduce((total, name) => total + (large[name] ?? 0), 0), large),
  ];
}

/** A copy to nothing, a mirror of what is there, or a copy into folders that are there. */
type Work = "copy" | "mirror" | "fill";

/** The calls for the second tree less those for the first. */
async function growth(
  counting: Counting,
  few: TreeShape,
  many: TreeShape,
  work: Work,
  flags: readonly string[],
): Promise<Calls> {
  const [less, more] = [
    await countTree(counting, few, work, flags),
    await countTree(counting, many, work, flags),
  ];
  return difference(more, less);
}

/** The same for files of other shards, after a run that lets Deno keep what it compiles. */
async function growthOfOthers(counting: Counting, work: Work): Promise<Calls> {
  await countTree(counting, FEW_FILES, work, OTHERS_ALONE);
  return await growth(counting, FEW_FILES, VERY_MANY_FILES, work, OTHERS_ALONE);
}

function callsOfEntries(calls: Calls): number {
  return Object.entries(calls).reduce(
    (total, [name, count]) => CALLS_OF_ENTRIES.test(name) ? total + count : total,
    0,
  );
}

async function countTree(
  { ferry, folder }: Counting,
  shape: TreeShape,
  work: Work,
  flags: readonly string[],
): Promise<Calls> {
  const trees = Deno.makeTempDirSync({ dir: folder });
  const [source, target] = [`${trees}/source`, `${trees}/target`];
  await buildTree(source, shape);
  const verb = work === "mirror" ? ["mirror"] : ["copy", "-T"];
  if (work === "mirror") await copyByCp(source, target);
  if (work === "fill") await buildTree(target, { ...shape, filesPerFolder: 0 });
  const calls = await countCalls([...ferry.command, ...verb, ...flags, source, target], folder);
  Deno.removeSync(trees, { recursive: true });
  return calls;
}

async function countLarge({ ferry, folder }: Counting, bytes: number): Promise<Calls> {
  const [source, target] = [`${folder}/large`, `${folder}/copied`];
  await buildFile(source, bytes);
  const calls = await countCalls([...ferry.command, "copy", "-T", source, target], folder);
  Deno.removeSync(source);
  Deno.removeSync(target);
  return calls;
}

function report({ name, atMost }: CountTarget, value: number, calls: Calls): boolean {
  const isOk = value <= atMost;
  console.log(`${isOk ? "ok    " : "MISSED"} ${name}: ${value.toFixed(2)} (at most ${atMost})`);
  if (!isOk) console.log(`       mostly ${mostFrequent(calls)}`);
  return isOk;
}

/** The most frequent calls, as a hint why a count is too high. */
function mostFrequent(calls: Calls): string {
  return Object.entries(calls).toSorted(([, a], [, b]) => b - a).slice(0, 12)
    .map(([name, count]) => `${name} ${count}`).join(", ");
}
