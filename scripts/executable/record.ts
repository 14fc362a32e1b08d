// A program of its own that is compiled like ferry, by the same Deno, only to run once while ferry is
// built: it does what ferry is mostly used for, and writes down the bytecode that V8 has by then. Each recording is
// the same: the main thread does all by itself, and then leaves all to one worker, so that none waits for another.
//
//   recorder record FOLDER MAIN WORKER      copies and mirrors inside FOLDER, then writes both files
//   recorder check MAIN WORKER              fails if V8 refuses what is in them

import { join } from "@std/path";
import { folderVariables } from "../../lib/user_folders.ts";
import { useCountingClock } from "./counting_clock.ts";
import { compile, enter, type PROGRAMS, WORKERS } from "./load.ts";
import type { Program } from "./program.ts";
import { RECORDED } from "./recorded.ts";

/** Enough that all that a file costs has been compiled. */
const FOLDERS = 30, FILES_EACH = 100;
/** Folders that the last mirror finds as they are to be; the others are new. */
const KEPT_FOLDERS = 15;
/** The main thread only watches a worker where files may be tried again. */
const BY_A_WORKER = ["--jobs=1", "--retries=1"];

const [command, ...paths] = Deno.args;
if (command === "record") await record(paths[0], paths[1], paths[2]);
else {
  check("main", paths[0]);
  check("worker", paths[1]);
}
Deno.exit(0); // workers may still be starting

async function record(folder: string, mainFile: string, workerFile: string): Promise<void> {
  Deno.createSync(workerFile).close();
  leaveEnvironment(join(folder, "state"));
  Deno.env.set(RECORDED, workerFile);
  const script = compile("main", new Uint8Array());
  useCountingClock();
  const { main } = enter<Program>(script, WORKERS.recorded);
  await use(main, join(folder, "main"), []);
  await use(main, join(folder, "worker"), BY_A_WORKER);
  Deno.writeFileSync(mainFile, script.createCachedData());
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
async function use(main: Program["main"], folder: string, options: string[]): Promise<void> {
  const source = join(folder, "source"), target = join(folder, "target");
  const must = (...args: string[]) => mustSucceed(main, [...args, ...options]);
  makeTree(source);
  await must("copy", "-T", source, target);
  await must("mirror", source, target);
  Deno.writeTextFileSync(join(source, "changed"), "longer than before");
  Deno.removeSync(join(source, "folder 1"), { recursive: true });
  await must("mirror", "-v", source, target);
  for (let i = KEPT_FOLDERS; i < FOLDERS; i++) {
    Deno.removeSync(join(target, `folder ${i}`), { recursive: true });
  }
  for (let i = 2; i < KEPT_FOLDERS; i++) {
    Deno.writeTextFileSync(join(source, `folder ${i}`, "file 1"), "longer than before");
    Deno.writeTextFileSync(join(source, `folder ${i}`, "new"), "new");
    Deno.removeSync(join(source, `folder ${i}`, "file 2"));
  }
  await must("mirror", source, target);
}

function makeTree(root: string): void {
  for (let i = 0; i < FOLDERS; i++) {
    const folder = join(root, `folder ${i}`);
    Deno.mkdirSync(folder, { recursive: true });
    for (let j = 0; j < FILES_EACH; j++) Deno.writeTextFileSync(join(folder, `file ${j}`), "x");
  }
  Deno.writeTextFileSync(join(root, "changed"), "short");
  if (Deno.build.os !== "windows") Deno.symlinkSync("changed", join(root, "link"));
}

async function mustSucceed(main: Program["main"], args: string[]) {
  const code = await main([...args, "--no-progress"]);
  if (code !== 0) throw new Error(`ferry ${args.join(" ")} ended with exit code ${code}`);
}

/** In a process of its own, because V8 looks at no bytecode for a source that it has just compiled. */
function check(which: keyof typeof PROGRAMS, file: string): void {
  if (compile(which, Deno.readFileSync(file)).cachedDataRejected) {
    throw new Error(`the bytecode that was recorded for ${which} is refused`);
  }
}
