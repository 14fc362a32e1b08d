// Runs the bundled program inside an executable. Reading and compiling its source would take longer than
// copying ten files does, so the executable also holds the bytecode that V8 made of it while it was built.

import { Script } from "node:vm";
import type { Program } from "./program.ts";

/** Beside the module that runs, in what the executable embeds. */
export const FILES = {
  source: "program.txt",
  /** Empty in an executable that was made on another system than it is for. */
  bytecode: "program.bytecode",
  worker: "worker.js",
} as const;

/** The bundle as a function: what a CommonJS module finds around it, and where a worker begins. */
type Module = (module: { exports: Program }, worker: URL) => void;

/**
 * Compiles the program, or takes it from bytecode.
 *
 * @param bytecode what `Script.createCachedData` returned for the same source. V8 refuses
 *   (`cachedDataRejected`) what another version or other flags made, and compiles the source instead.
 */
export function compile(bytecode: Uint8Array): Script {
  const cachedData = bytecode.length > 0 ? bytecode : undefined;
  return new Script(Deno.readTextFileSync(beside(FILES.source)), {
    filename: "ferry.js",
    cachedData,
  });
}

/** Runs a compiled program as far as its two ways in. */
export function enter(script: Script): Program {
  const module = { exports: {} as Program };
  (script.runInThisContext() as Module)(module, beside(FILES.worker));
  return module.exports;
}

/** The program of this executable. */
export function load(): Program {
  return enter(compile(Deno.readFileSync(beside(FILES.bytecode))));
}

function beside(name: string): URL {
  return new URL(name, import.meta.url);
}
