// SHA-256 of contents, for `--manifest` and `--check`. The module behind it is loaded by the first call:
// most runs hash nothing.

import type { Hash } from "node:crypto";

const host = globalThis as unknown as {
  process: { getBuiltinModule(name: "node:crypto"): typeof import("node:crypto") };
};

/** Starts a digest. */
export function startDigest(): Hash {
  return host.process.getBuiltinModule("node:crypto").createHash("sha256");
}
