// Makes dist/ferry-bench, the benchmark as one executable, for machines without Deno: a Mac, Windows, any
// Linux. It measures the ferry beside it.
//
//   deno task compile:bench [--target TARGET] [-- OPTIONS OF deno compile]        runtimes as for scripts/compile.ts

import { fromFileUrl, join } from "@std/path";
import { inBuildFolder } from "./release/build_folder.ts";
import { denoCompile } from "./release/deno_compile.ts";
import { prepare } from "./release/prepare.ts";
import { readRequest } from "./release/request.ts";
import { run } from "./release/run.ts";
import { suffixOf } from "./release/targets.ts";

const root = fromFileUrl(new URL("..", import.meta.url));
/** Compiled where the benchmark runs, if there is a compiler; they lie beside the bundle. */
const NATIVE = ["stopwatch.c", "roofline.c", "touch_memory.c", "slow_fs.c"];

await inBuildFolder("bench-build", (build) => {
  const main = join(build, "main.js");
  const { executables: [{ target }], options } = readRequest(Deno.args, "", Deno.build.target);
  const [{ making }] = prepare(build, [target], options);
  run(Deno.execPath(), ["bundle", "--quiet", "--output", main, "bench/main.ts"], { cwd: root });
  const embedded = NATIVE.map((name) => join(build, name));
  NATIVE.forEach((name, at) => Deno.copyFileSync(join(root, "bench/native", name), embedded[at]));
  Deno.mkdirSync(join(root, "dist"), { recursive: true });
  const output = join(root, "dist", `ferry-bench${suffixOf(target)}`);
  denoCompile(making, { main, embedded }, output);
  console.log(output);
});
