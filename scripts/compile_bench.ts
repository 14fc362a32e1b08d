// Makes dist/ferry-bench, the benchmark as one executable, for machines without Deno: a Mac, Windows, any
// Linux. It measures the ferry beside it.
//
//   deno task compile:bench [OPTIONS OF deno compile]        the environment is that of scripts/compile.ts

import { fromFileUrl, join } from "@std/path";
import { run } from "./windows/command.ts";

const root = fromFileUrl(new URL("..", import.meta.url));
const compiler = Deno.env.get("FERRY_COMPILER") ?? Deno.execPath();
const options = Deno.args.filter((argument) => argument !== "--");
const target = options.find((_, at) => options[at - 1] === "--target") ?? Deno.build.target;
const output = join(root, "dist", target.includes("windows") ? "ferry-bench.exe" : "ferry-bench");
const build = Deno.makeTempDirSync({ prefix: "ferry-bench-build-" });
const main = join(build, "main.js");
/** Compiled where the benchmark runs, if there is a compiler; they lie beside the bundle. */
const NATIVE = ["stopwatch.c", "roofline.c", "touch_memory.c", "slow_fs.c"];

try {
  await run(Deno.execPath(), ["bundle", "--quiet", "--output", main, "bench/main.ts"], {
    cwd: root,
  });
  for (const name of NATIVE) Deno.copyFileSync(join(root, "bench", name), join(build, name));
  const embedded = NATIVE.flatMap((name) => ["--include", join(build, name)]);
  const permissions = ["--allow-all", "--no-prompt", "--no-code-cache"];
  Deno.mkdirSync(join(root, "dist"), { recursive: true });
  await run(
    compiler,
    [
      "compile",
      "--quiet",
      "--no-check",
      ...permissions,
      ...options,
      ...embedded,
      "--output",
      output,
      main,
    ],
    { cwd: root },
  );
  console.log(output);
} finally {
  Deno.removeSync(build, { recursive: true });
}
