// A program of its own that is compiled like ferry, by the same Deno, only to run once while ferry is
// built: it does what ferry is mostly used for, and writes down the bytecode that V8 has by then.
//
//   recorder record FOLDER MAIN WORKER      copies and mirrors inside FOLDER, then writes both files
//   recorder check MAIN WORKER              fails if V8 refuses what is in them

import { join } from "@std/path";
import { folderVariables } from "../../lib/user_folders.ts";
import { takeTurnsWithWorker, useCountingClock } from "./recorded_time.ts";
import { compile, enter, type PROGRAMS, WORKERS } from "./load.ts";
import type { Program } from "./program.ts";
import { RECORDED } from "./recorded.ts";

/** A tree: so many folders, the first half of which the last mirror finds as they are to be, with so many files each. */
type Shape = readonly [folders: number, filesEach: number];
/** Enough that all that a file costs has been compiled. */
const LARGE: Shape = [30, 30];
const SMALL: Shape = [4, 3];
/** Numbers of eight bytes in a megabyte; and megabytes beside which V8 has no reason to look for garbage. */
const PER_MB = 1 << 17, BALLAST_MB = 64;
/** The main thread only watches a worker where files may be tried again. */
const BY_A_WORKER = ["--jobs=1", "--retries=1"];

const [command, ...paths] = Deno.args;
if (command === "record") await record(paths[0], paths[1], paths[2]);
else {
  check("main", paths[0]);
  check("worker", paths[1]);
}
Deno.exit(0); // workers may still be starting

/**
 * Each recording is the same: first the main thread does all by itself, then it leaves all to one worker, so that
 * none waits for another.
 */
async function record(folder: string, mainFile: string, workerFile: string): Promise<void> {
  const ballast = makeBallast();
  Deno.createSync(workerFile).close();
  leaveEnvironment(join(folder, "state"));
  Deno.env.set(RECORDED, workerFile);
  const script = compile("main", new Uint8Array());
  useCountingClock();
  const { main } = enter<Program>(script, WORKERS.recorded);
  await use(main, join(folder, "main"), LARGE, []);
  takeTurnsWithWorker();
  await use(main, join(folder, "both"), SMALL, BY_A_WORKER);
  Deno.writeFileSync(mainFile, script.createCachedData());
  await use(main, join(folder, "worker"), LARGE, BY_A_WORKER);
  ballast.length = 0;
}

/**
 * V8 looks for garbage when what is alive has grown by some share of itself, and when it has found it, which is at
 * no certain moment, code that was not used for a while counts as old. Beside so much, what ferry needs is no such share.
 */
function makeBallast(): number[][] {
  return Array.from(
    { length: BALLAST_MB },
    () => new Array<number>(PER_MB).fill(0.5),
  );
}

/**
 * No user's settings, and no more variables than on any machine, for each is looked at. What is recorded remembers
 * its runs as ferry does, but not among those of the user.
 */
function leaveEnvironment(state: string): void {
  for (const name of Object.keys(Deno.env.toObject())) Deno.env.delete(name);
  Deno.mkdirSync(state, { recursive: true });
  for (const name of folderVariables("state")) Deno.env.set(name, state);
}

/** What ferry is mostly used for. */
async function use(
  main: Program["main"],
  folder: string,
  shape: Shape,
  options: readonly string[],
): Promise<void> {
  const [folders] = shape, kept = folders / 2;
  const source = join(folder, "source"), target = join(folder, "target");
  const must = (...args: string[]) => mustSucceed(main, [...args, ...options]);
  makeTree(source, shape);
  await must("copy", "-T", source, target);
  await must("mirror", source, target);
  Deno.writeTextFileSync(join(source, "changed"), "longer than before");
  Deno.removeSync(join(source, "folder 0"), { recursive: true });
  await must("mirror", "-v", source, target);
  for (let i = kept; i < folders; i++) {
    Deno.removeSync(join(target, `folder ${i}`), { recursive: true });
  }
  for (let i = 1; i < kept; i++) {
    Deno.writeTextFileSync(join(source, `folder ${i}`, "file 1"), "longer than before");
    Deno.writeTextFileSync(join(source, `folder ${i}`, "new"), "new");
    Deno.removeSync(join(source, `folder ${i}`, "file 2"));
  }
  await must("mirror", source, target);
}

function makeTree(root: string, [folders, filesEach]: Shape): void {
  for (let i = 0; i < folders; i++) {
    const folder = join(root, `folder ${i}`);
    Deno.mkdirSync(folder, { recursive: true });
    for (let j = 0; j < filesEach; j++) Deno.writeTextFileSync(join(folder, `file ${j}`), "x");
  }
  Deno.writeTextFileSync(join(root, "changed"), "short");
  if (Deno.build.os !== "windows") Deno.symlinkSync("changed", join(root, "link"));
}

async function mustSucceed(main: Program["main"], args: readonly string[]) {
  const code = await main([...args, "--no-progress"]);
  if (code !== 0) throw new Error(`ferry ${args.join(" ")} ended with exit code ${code}`);
}

/** In a process of its own, because V8 looks at no bytecode for a source that it has just compiled. */
function check(which: keyof typeof PROGRAMS, file: string): void {
  if (compile(which, Deno.readFileSync(file)).cachedDataRejected) {
    throw new Error(`the bytecode that was recorded for ${which} is refused`);
  }
}
