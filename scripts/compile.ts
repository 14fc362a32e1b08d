// Makes dist/ferry for this machine, dist/ferry.exe with a --target that is Windows. Main program and worker
// are bundled first: that leaves nothing but them in the executable, and in few files, of which a run loads
// only those that it needs.
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
const WORKER = "lib/engine/crew/worker";

try {
  deno(
    Deno.execPath(),
    "bundle",
    "--quiet",
    "--code-splitting",
    "--minify",
    "--keep-names", // a stack in a bug report still says which functions
    "--outdir",
    build,
    join(root, "main.ts"),
    join(root, `${WORKER}.ts`),
  );
  nameBundledWorker();
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
    join(build, `${WORKER}.js`),
    "--output",
    output,
    join(build, "main.js"),
  );
  console.log(output);
} finally {
  Deno.removeSync(build, { recursive: true });
}

/** Where the engine starts its worker, it names the module beside it; the bundle of that stands elsewhere. */
function nameBundledWorker(): void {
  const starters = [...Deno.readDirSync(build)].filter(({ isFile }) => isFile)
    .map(({ name }) => ({
      path: join(build, name),
      source: Deno.readTextFileSync(join(build, name)),
    }))
    .filter(({ source }) => source.includes("./worker.ts"));
  if (starters.length !== 1) throw new Error(`${starters.length} bundles name the worker`);
  const [{ path, source }] = starters;
  Deno.writeTextFileSync(path, source.replaceAll("./worker.ts", `./${WORKER}.js`));
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
