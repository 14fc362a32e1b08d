// Makes dist/ferry for this machine, dist/ferry.exe with a --target that is Windows. Main program and worker
// are each bundled into one file first: that leaves nothing but them in the executable and saves 6 ms at every start.
//
//   deno task compile [-- OPTIONS OF deno compile]        DENORT_BIN=… where Deno's download host is out of reach
//   FERRY_COMPILER=/path/to/deno compiles with another Deno than the one that runs this

import { fromFileUrl, join } from "@std/path";

const root = fromFileUrl(new URL("..", import.meta.url));
const compiler = Deno.env.get("FERRY_COMPILER") ?? Deno.execPath();
const build = Deno.makeTempDirSync({ prefix: "ferry-build-" });
const options = Deno.args.filter((argument) => argument !== "--");
const target = options.find((_, i) => options[i - 1] === "--target") ?? Deno.build.target;
const output = join(root, "dist", target.includes("windows") ? "ferry.exe" : "ferry");
/** FFI is every permission in itself; and without all of them Deno refuses /proc, which tells the umask and the groups. */
const PERMISSIONS = ["--allow-all", "--no-prompt"];
/** Deno keeps compiled code in the folder for temporary files, under a name that anybody can take first. */
const NO_CODE_CACHE = "--no-code-cache";
/** The worker stands beside the main program, under the name that it has as a bundle. */
const WORKER = "./worker.ts";
const BUNDLED_WORKER = "./worker.js";

try {
  deno(
    Deno.execPath(),
    "bundle",
    "--quiet",
    "--output",
    join(build, "worker.js"),
    join(root, "lib/engine/crew/worker.ts"),
  );
  deno(
    Deno.execPath(),
    "bundle",
    "--quiet",
    "--output",
    join(build, "main.js"),
    join(root, "main.ts"),
  );
  const main = join(build, "main.js");
  const source = Deno.readTextFileSync(main);
  if (!source.includes(WORKER)) throw new Error("the bundle does not name its worker");
  Deno.writeTextFileSync(main, source.replaceAll(WORKER, BUNDLED_WORKER));
  Deno.mkdirSync(join(root, "dist"), { recursive: true });
  deno(
    compiler,
    "compile",
    "--quiet",
    "--no-check",
    NO_CODE_CACHE,
    ...PERMISSIONS,
    ...options,
    "--include",
    join(build, "worker.js"),
    "--output",
    output,
    main,
  );
  console.log(output);
} finally {
  Deno.removeSync(build, { recursive: true });
}

function deno(program: string, ...args: string[]): void {
  const { code } = new Deno.Command(program, {
    args,
    cwd: root,
    stdout: "inherit",
    stderr: "inherit",
  }).outputSync();
  if (code !== 0) throw new Error(`deno ${args[0]} failed with exit code ${code}`);
}
