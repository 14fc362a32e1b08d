// Node's API, for the calls that Deno's own lacks.

const host = globalThis as unknown as {
  process: { getBuiltinModule(name: "node:fs"): typeof import("node:fs") };
};

/** Loaded at the first call, which takes 20 ms: most runs need none of it. */
export function node(): typeof import("node:fs") {
  return host.process.getBuiltinModule("node:fs");
}
