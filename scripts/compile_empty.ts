// Makes dist/empty, a compiled program that does nothing, which the benchmark compares ferry's start with.
//
//   deno task compile:empty        runtimes as for scripts/compile.ts

import { fromFileUrl, join } from "@std/path";
import { inBuildFolder } from "./release/build_folder.ts";
import { denoCompile } from "./release/deno_compile.ts";
import { prepare } from "./release/prepare.ts";
import { readRequest } from "./release/request.ts";
import { suffixOf } from "./release/targets.ts";

const dist = fromFileUrl(new URL("../dist", import.meta.url));

await inBuildFolder("empty-build", (build) => {
  const main = join(build, "main.js");
  const { executables: [{ target }] } = readRequest([], "", Deno.build.target);
  const [{ making }] = prepare(build, [target], []);
  Deno.writeTextFileSync(main, "");
  Deno.mkdirSync(dist, { recursive: true });
  const output = join(dist, `empty${suffixOf(target)}`);
  denoCompile(making, { main }, output);
  console.log(output);
});
