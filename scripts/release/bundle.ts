// The program as the few files that executables embed: the same for every system.

import { fromFileUrl, join } from "@std/path";
import { PROGRAMS } from "../executable/load.ts";
import { run } from "./run.ts";

const HERE = fromFileUrl(new URL("../..", import.meta.url));
/** Where the engine starts a worker, in the bundle: there it stands elsewhere, as a parameter says. */
const WORKER_URL = /new URL\("\.\/worker\.ts",[\w$]+\.url\)/g;

/** Fills a folder with the bundles of a clone. */
export function bundleAll(build: string, root: string = HERE): void {
  const folders = { root, build };
  bundleProgram(folders, "program", PROGRAMS.main.source, 1);
  bundleProgram(folders, "worker_program", PROGRAMS.worker.source, 0);
  for (const name of ["main", "worker", "record", "record_worker"]) bundleMain(build, name, root);
}

/** A main module, by its name in scripts/executable/. */
export function bundleMain(build: string, name: string, root: string = HERE): void {
  bundle(root, entry(root, name), "--output", join(build, `${name}.js`));
}

interface Folders {
  readonly root: string;
  readonly build: string;
}

/**
 * In two steps. A bundle of one script wraps each module that it has, because some are imported only when
 * needed, and calling so many wrappers costs 2 ms at each start; so the modules are first joined to the
 * few chunks that a run loads or leaves. Short names take 3 ms less to read back than real ones; in a
 * stack, methods keep theirs, and the same commit makes the same text.
 *
 * @param starters how many places in it start a worker
 */
function bundleProgram(
  { root, build }: Folders,
  name: string,
  output: string,
  starters: number,
): void {
  const chunks = join(build, `${name}-chunks`), file = join(build, output);
  bundle(root, entry(root, name), "--code-splitting", "--outdir", chunks);
  bundle(root, join(chunks, `${name}.js`), "--minify", "--format", "cjs", "--output", file);
  const bundled = Deno.readTextFileSync(file);
  const found = bundled.match(WORKER_URL)?.length ?? 0;
  if (found !== starters) throw new Error(`${found} places in ${name} start a worker`);
  const source = bundled.replace(WORKER_URL, "WORKER_URL");
  Deno.writeTextFileSync(file, `(function (module, WORKER_URL) {${source}\n})`);
}

function bundle(root: string, module: string, ...options: string[]): void {
  run(Deno.execPath(), ["bundle", "--quiet", ...options, module], { cwd: root });
}

function entry(root: string, name: string): string {
  return join(root, "scripts/executable", `${name}.ts`);
}
