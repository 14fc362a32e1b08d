// Makes dist/start-steps, ferry's start in steps that the benchmark measures one by one, and the least programs that do
// what ferry does then: dist/least-copy with ten files, dist/least-tree with a tree, or a large file.
//
//   deno task compile:start        the environment is that of scripts/compile.ts

import { fromFileUrl, join } from "@std/path";
import { COMMIT } from "./executable/load.ts";
import { assemble, V8_FLAGS } from "./release/assemble.ts";
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
  for (const name of ["start_steps", "least_copy", "least_tree"]) bundleMain(build, name);
  Deno.writeTextFileSync(join(build, COMMIT), "");
  Deno.mkdirSync(dist, { recursive: true });
  recordBytecode(build, making);
  const steps = join(dist, "start-steps");
  const leastCopy = join(dist, "least-copy"), leastTree = join(dist, "least-tree");
  assemble(build, "startSteps", making, steps);
  denoCompile(making, { main: join(build, "least_copy.js") }, leastCopy);
  denoCompile(making, { main: join(build, "least_tree.js"), v8Flags: V8_FLAGS }, leastTree);
  console.log([steps, leastCopy, leastTree].join("\n"));
});
