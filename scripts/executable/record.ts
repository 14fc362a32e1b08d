// A program of its own that is compiled like ferry, by the same Deno, only to run once while ferry is
// built: it does what ferry is mostly used for, and writes down the bytecode that V8 has by then.
//
//   recorder record FOLDER FILE      copies and mirrors inside FOLDER, then writes FILE
//   recorder check FILE              fails if V8 refuses what is in FILE

import { join } from "@std/path";
import { compile, enter } from "./load.ts";

/** Enough that workers come, and that all that a file costs has been compiled. */
const FOLDERS = 30, FILES_EACH = 100;

const [command, ...paths] = Deno.args;
if (command === "record") await record(paths[0], paths[1]);
else check(paths[0]);
Deno.exit(0); // workers may still be starting

async function record(folder: string, file: string): Promise<void> {
  const script = compile(new Uint8Array());
  const { main } = enter(script);
  const source = join(folder, "source"), target = join(folder, "target");
  makeTree(source);
  await must(main, ["copy", "-T", source, target]);
  await must(main, ["mirror", source, target]);
  Deno.writeTextFileSync(join(source, "changed"), "longer than before");
  Deno.removeSync(join(source, "folder 1"), { recursive: true });
  await must(main, ["mirror", "-v", source, target]);
  Deno.writeFileSync(file, script.createCachedData());
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

async function must(main: (args: readonly string[]) => Promise<number>, args: string[]) {
  const code = await main([...args, "--no-progress"]);
  if (code !== 0) throw new Error(`ferry ${args.join(" ")} ended with exit code ${code}`);
}

/** In a process of its own, because V8 looks at no bytecode for a source that it has just compiled. */
function check(file: string): void {
  if (compile(Deno.readFileSync(file)).cachedDataRejected) {
    throw new Error("the bytecode that was recorded is refused");
  }
}
