// Makes dist/start-steps, ferry's start in steps that the benchmark measures one by one.
//
//   deno task compile:start        the environment is that of scripts/compile.ts

import { fromFileUrl, join } from "@std/path";
import { COMMIT } from "./executable/load.ts";
import { assemble } from "./release/assemble.ts";
import { inBuildFolder } from "./release/build_folder.ts";
import { bundleAll, bundleMain } from "./release/bundle.ts";
import { recordBytecode } from "./release/bytecode.ts";
import { prepare } from "./release/prepare.ts";
import { readRequest } from "./release/request.ts";

const root = fromFileUrl(new URL("..", import.meta.url));
const output = join(root, "dist/start-steps");

await inBuildFolder("start-build", (build) => {
  const { executables: [{ target }] } = readRequest([], "", Deno.build.target);
  const [{ making }] = prepare(build, [target], []);
  bundleAll(build);
  bundleMain(build, "start_steps");
  Deno.writeTextFileSync(join(build, COMMIT), "");
  Deno.mkdirSync(join(root, "dist"), { recursive: true });
  recordBytecode(build, making);
  assemble(build, "startSteps", making, output);
  console.log(output);
});
