// Makes dist/start-steps, ferry's start in steps that the benchmark measures one by one, and dist/least-copy, the least
// program that does what ferry then does with ten files.
//
//   deno task compile:start        the environment is that of scripts/compile.ts

import { fromFileUrl, join } from "@std/path";
import { COMMIT } from "./executable/load.ts";
import { assemble } from "./release/assemble.ts";
import { inBuildFolder } from "./release/build_folder.ts";
import { bundleAll, bundleMain } from "./release/bundle.ts";
import { recordBytecode } from "./release/bytecode.ts";
import { denoCompile } from "./release/deno_compile.ts";
import { prepare } from "./release/prepare.ts";
import { readRequest } from "./release/request.ts";

const root = fromFileUrl(new URL("..", import.meta.url));
const dist = join(root, "dist");

await inBuildFolder("start-build", (build) => {
  const { executables: [{ target }] } = readRequest([], "", Deno.build.target);
  const [{ making }] = prepare(build, [target], []);
  bundleAll(build);
  for (const name of ["start_steps", "least_copy"]) bundleMain(build, name);
  Deno.writeTextFileSync(join(build, COMMIT), "");
  Deno.mkdirSync(dist, { recursive: true });
  recordBytecode(build, making);
  const steps = join(dist, "start-steps"), least = join(dist, "least-copy");
  assemble(build, "startSteps", making, steps);
  denoCompile(making, { main: join(build, "least_copy.js") }, least);
  console.log(`${steps}\n${least}`);
});
