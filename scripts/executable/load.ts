// Runs the bundled programs inside an executable. Reading and compiling their source would take longer than
// copying ten files does, so the executable also holds the bytecode that V8 made of it while it was built.

import { Script } from "node:vm";
import type { BuildFacts } from "../../lib/cli/commands/about.ts";
import { type Appended, readAppended } from "./appended.ts";

/**
 * Of the main thread and of a worker: beside the module that runs, in what the executable embeds, or appended to it
 * where the system's executables can be.
 */
export const PROGRAMS = {
  main: { source: "program.txt", bytecode: "program.bytecode" },
  worker: { source: "worker.txt", bytecode: "worker.bytecode" },
} as const satisfies Record<string, Record<string, Appended>>;

const isAppended = Deno.build.os === "linux";

/** Names the commit that the executable was made from; empty where that was not known. */
export const COMMIT = "commit.txt";

/** Main modules of workers: of the executable's own, and of the one that records what V8 makes of them. */
export const WORKERS = { own: "worker.js", recorded: "record_worker.js" } as const;

/** A bundle as a function: what a CommonJS module finds around it, and where a worker begins. */
type Module<T> = (module: { exports: T }, worker: URL) => void;

/**
 * Compiles a program, or takes it from bytecode.
 *
 * @param bytecode what `Script.createCachedData` returned for the same source; the executable's own if it is left out,
 *   which is empty where it was made on another system than it is for. V8 refuses (`cachedDataRejected`) what another
 *   version or other flags made, and compiles the source instead.
 */
export function compile(which: keyof typeof PROGRAMS, bytecode?: Uint8Array): Script {
  const { source, bytecode: own } = PROGRAMS[which];
  const [text, cachedData] = bytecode === undefined
    ? read([source, own])
    : [...read([source]), bytecode];
  return new Script(new TextDecoder().decode(text), {
    filename: "ferry.js",
    cachedData: cachedData.length > 0 ? cachedData : undefined,
  });
}

/** Programs of this executable, in the order in which they are appended. */
export function read(names: readonly Appended[]): Uint8Array[] {
  return isAppended ? readAppended(names) : names.map((name) => Deno.readFileSync(beside(name)));
}

/** Runs a compiled program as far as what it exports. */
export function enter<T>(script: Script, worker: string = WORKERS.own): T {
  const module = { exports: {} as T };
  (script.runInThisContext() as Module<T>)(module, beside(worker));
  return module.exports;
}

/** What `ferry --version --verbose` tells of this executable. */
export function builtFrom({ cachedDataRejected }: Script): BuildFacts {
  const commit = Deno.readTextFileSync(beside(COMMIT)).trim();
  const [{ length }] = read([PROGRAMS.main.bytecode]);
  return {
    commit: commit === "" ? null : commit,
    bytecode: length === 0 ? "none" : cachedDataRejected ? "refused" : "used",
  };
}

function beside(name: string): URL {
  return new URL(name, import.meta.url);
}
