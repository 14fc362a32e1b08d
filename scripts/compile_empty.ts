// Makes dist/empty, a compiled program that does nothing, which the benchmark compares ferry's start with.
//
//   deno task compile:empty        the environment is that of scripts/compile.ts

import { fromFileUrl, join } from "@std/path";
import { run } from "./windows/command.ts";

const root = fromFileUrl(new URL("..", import.meta.url));
const compiler = Deno.env.get("FERRY_COMPILER") ?? Deno.execPath();
const output = join(root, "dist", Deno.build.os === "windows" ? "empty.exe" : "empty");
const main = Deno.makeTempFileSync({ suffix: ".js" });
/** As ferry has them. */
const OPTIONS = ["--quiet", "--no-check", "--no-code-cache", "--allow-all", "--no-prompt"];

try {
  Deno.mkdirSync(join(root, "dist"), { recursive: true });
  await run(compiler, ["compile", ...OPTIONS, "--output", output, main], { cwd: root });
  console.log(output);
} finally {
  Deno.removeSync(main);
}
