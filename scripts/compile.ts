// Makes dist/ferry for this machine, dist/ferry.exe with a --target that is Windows. The program is bundled
// first, so that nothing but it is in the executable; then it is run once by the very runtime that the
// executable has, and what V8 compiled by then goes in beside it (scripts/executable/load.ts).
//
//   deno task compile [-- OPTIONS OF deno compile]        DENORT_BIN=… where Deno's download host is out of reach
//   FERRY_COMPILER=/path/to/deno compiles with another Deno than the one that runs this
//
// An executable for another system than this one has no bytecode in it, and starts some 15 ms later.

import { fromFileUrl, join } from "@std/path";
import { folderVariables } from "../lib/user_folders.ts";
import { BuildFailure, compileFailure } from "./compile_failure.ts";
import { PROGRAMS, WORKERS } from "./executable/load.ts";

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
/**
 * What V8 compiles, it compiles at once, in the thread that runs it: nearly every processor has a thread of
 * ferry's to run, and until the code is there each call of C takes four times as long. Only the last of its
 * compilers is used, and sooner than usual. V8's own functions are not mapped once more for each thread, which saves
 * 1.7 MB in each.
 */
const V8_FLAGS = "--v8-flags=" + [
  "--no-concurrent-recompilation",
  "--no-sparkplug",
  "--no-maglev",
  "--no-short-builtin-calls",
  "--invocation-count-for-turbofan=1000",
].join(",");
/** Where the engine starts a worker, in the bundle: there it stands elsewhere, as a parameter says. */
const WORKER_URL = /new URL\("\.\/worker\.ts",[\w$]+\.url\)/g;

try {
  bundleProgram("program", PROGRAMS.main.source, 1);
  bundleProgram("worker_program", PROGRAMS.worker.source, 0);
  for (const name of ["main", "worker", "record", "record_worker"]) {
    bundle(entry(`${name}.ts`), "--output", inBuild(`${name}.js`));
  }
  Deno.mkdirSync(join(root, "dist"), { recursive: true });
  for (const { bytecode } of Object.values(PROGRAMS)) Deno.createSync(inBuild(bytecode)).close();
  if (target === Deno.build.target) recordBytecode();
  compile("main.js", output);
  console.log(output);
} catch (error) {
  if (!(error instanceof BuildFailure)) throw error;
  console.error(error.message);
  Deno.exitCode = 1;
} finally {
  Deno.removeSync(build, { recursive: true });
}

/**
 * In two steps. A bundle of one script wraps each module that it has, because some are imported only when
 * needed, and calling so many wrappers costs 2 ms at each start; so the modules are first joined to the
 * few chunks that a run loads or leaves. Short names take 3 ms less to read back than real ones; in a
 * stack, methods keep theirs, and the same commit makes the same text.
 *
 * @param starters how many places in it start a worker
 */
function bundleProgram(name: string, output: string, starters: number): void {
  const chunks = `${name}-chunks`;
  bundle(entry(`${name}.ts`), "--code-splitting", "--outdir", inBuild(chunks));
  const options = ["--minify", "--format", "cjs", "--output", inBuild(output)];
  bundle(inBuild(`${chunks}/${name}.js`), ...options);
  const bundled = Deno.readTextFileSync(inBuild(output));
  const found = bundled.match(WORKER_URL)?.length ?? 0;
  if (found !== starters) throw new Error(`${found} places in ${name} start a worker`);
  const source = bundled.replace(WORKER_URL, "WORKER_URL");
  Deno.writeTextFileSync(inBuild(output), `(function (module, WORKER_URL) {${source}\n})`);
}

function recordBytecode(): void {
  const recorder = inBuild(Deno.build.os === "windows" ? "recorder.exe" : "recorder");
  const recorded = ["main", "worker"].map((name) => inBuild(`recorded-${name}`));
  compile("record.js", recorder);
  runWith(ownState(), recorder, "record", inBuild("trees"), ...recorded);
  run(recorder, "check", ...recorded);
  const names = [PROGRAMS.main.bytecode, PROGRAMS.worker.bytecode];
  recorded.forEach((path, i) => Deno.renameSync(path, inBuild(names[i])));
}

function bundle(module: string, ...options: string[]): void {
  run(Deno.execPath(), "bundle", "--quiet", ...options, module);
}

function compile(main: string, executable: string): void {
  const embedded = [
    ...Object.values(PROGRAMS).flatMap(({ source, bytecode }) => [source, bytecode]),
    main === "record.js" ? WORKERS.recorded : WORKERS.own,
  ].flatMap((name) => ["--include", inBuild(name)]);
  run(
    compiler,
    "compile",
    "--quiet",
    "--no-check",
    NO_CODE_CACHE,
    ...PERMISSIONS,
    ...(options.some((option) => option.startsWith("--v8-flags")) ? [] : [V8_FLAGS]),
    ...options,
    ...embedded,
    "--output",
    executable,
    inBuild(main),
  );
}

function entry(name: string): string {
  return join(root, "scripts/executable", name);
}

function inBuild(name: string): string {
  return join(build, name);
}

/** What is recorded remembers its runs as ferry does, but not among those of the user. */
function ownState(): Record<string, string> {
  const state = inBuild("state");
  Deno.mkdirSync(state);
  return Object.fromEntries(folderVariables("state").map((name) => [name, state]));
}

function run(program: string, ...args: string[]): void {
  runWith({}, program, ...args);
}

/** Runs a program, quietly unless it fails or warns. */
function runWith(env: Record<string, string>, program: string, ...args: string[]): void {
  const { code, stderr } = new Deno.Command(program, {
    args,
    cwd: root,
    env: { ...env, NO_COLOR: "1" },
    stdout: "null",
    stderr: "piped",
  }).outputSync();
  const said = new TextDecoder().decode(stderr);
  if (code !== 0) throw new BuildFailure(compileFailure(program, args[0], said));
  Deno.stderr.writeSync(stderr);
}
